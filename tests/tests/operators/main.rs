//! What operators see and do: over HTTP, and at the command line beside a server that runs.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

mod audit_log;
mod commands;
mod dead_letters;
mod smtp_outage;

use std::time::Duration;

use portico_tests::{Account, Client, PASSWORD, Reply};
use reqwest::Method;
use serde_json::{Value, json};
use test_services::{SmtpCatcher, SmtpFault, SmtpStage};

/// The superuser that every installation has.
const FIRST_SUPERUSER: &str = "admin@example.com";
/// Far more than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Settings of an installation with this relay, whose first superuser has [`PASSWORD`].
fn settings(relay: &SmtpCatcher) -> [(String, String); 2] {
    [
        ("PORTICO__MAIL__URL".to_owned(), relay.url()),
        (
            "PORTICO__FIRST_SUPERUSER__PASSWORD".to_owned(),
            PASSWORD.to_owned(),
        ),
    ]
}

/// A relay that refuses every mail for good.
fn a_relay_that_refuses() -> SmtpCatcher {
    let relay = SmtpCatcher::start();
    let refusal = SmtpFault::Reply("550 5.1.1 <ada@example.com>: no such mailbox".to_owned());
    relay.fail_at(SmtpStage::Recipient, refusal);
    relay
}

/// A superuser's view of a server.
struct Operator<'a> {
    client: &'a Client,
    token: String,
}

impl<'a> Operator<'a> {
    async fn log_in(client: &'a Client) -> Self {
        let reply = Account::log_in(client, FIRST_SUPERUSER, PASSWORD).await;
        let token = reply.expect(200).text_at("/access_token");
        Self { client, token }
    }

    async fn get(&self, path: &str) -> Reply {
        let request = self.client.get(path).bearer(&self.token);
        request.send().await.expect(200)
    }

    async fn post(&self, path: &str) -> Reply {
        let request = self.client.api(Method::POST, path).bearer(&self.token);
        request.send().await
    }

    /// Has a mail with a code promised; gives the job that sends it.
    async fn promise_a_mail(&self, email: &str) -> String {
        let body = json!({"email": email});
        let promised = self.client.post("/auth/register/initiate", &body).await;
        let _ = promised.expect(202);
        self.newest_mail().await
    }

    /// The job that sends the newest mail with a code.
    async fn newest_mail(&self) -> String {
        let newest = self.get("/admin/jobs?limit=1&kind=registration_mail").await;
        newest.text_at("/data/0/id")
    }

    /// The job, once it is as `is_so` says.
    async fn job_that(&self, id: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let found = async {
            loop {
                let job = self.get(&format!("/admin/jobs/{id}")).await.json();
                if is_so(&job) {
                    return job;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let found = tokio::time::timeout(PATIENCE, found).await;
        found.expect("the job comes to be so")
    }
}
