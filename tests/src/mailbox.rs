//! The built-in mailbox, as a person would look into it.

use std::time::Duration;

use reqwest::Method;
use serde_json::Value;

use crate::Client;

/// How long a mail may take; far more than it does.
const PATIENCE: Duration = Duration::from_secs(40);

/// The mails of a running server.
#[derive(Clone, Debug)]
pub struct Mailbox<'a>(&'a Client);

impl<'a> Mailbox<'a> {
    /// The mailbox of this client's server.
    #[must_use]
    pub const fn of(client: &'a Client) -> Self {
        Self(client)
    }

    /// Every mail to this address, newest first.
    pub async fn mails_to(&self, address: &str) -> Vec<Value> {
        let path = format!("/dev/mailbox/messages?to={}", address.replace('+', "%2B"));
        let reply = self.0.request(Method::GET, &path).send().await.expect(200);
        reply.json().as_array().cloned().unwrap_or_default()
    }

    /// Waits until `count` mails to this address are there; newest first.
    pub async fn wait_for(&self, address: &str, count: usize) -> Vec<Value> {
        let arrived = async {
            loop {
                let mails = self.mails_to(address).await;
                if mails.len() >= count {
                    return mails;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(PATIENCE, arrived)
            .await
            .unwrap_or_else(|_| panic!("no {count} mails to {address}"))
    }

    /// Waits for the `count`-th mail to this address and reads the code in it.
    pub async fn code(&self, address: &str, count: usize) -> String {
        let mails = self.wait_for(address, count).await;
        let text = mails[0]["text"].as_str().unwrap_or_default();
        code_in(text).unwrap_or_else(|| panic!("no code in {text:?}"))
    }
}

/// The first run of exactly six digits.
fn code_in(text: &str) -> Option<String> {
    text.split(|c: char| !c.is_ascii_digit())
        .find(|run| run.len() == 6)
        .map(str::to_owned)
}
