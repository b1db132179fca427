//! Delivery of one mail.

use std::time::Duration;

use async_trait::async_trait;
use domain::mail::OutgoingMail;
use domain::ports::{MailError, Mailer};
use reqwest::redirect::Policy;
use reqwest::{Client, Error, StatusCode, Url};

use crate::payload::Payload;

/// How long it may take to connect.
const CONNECT: Duration = Duration::from_secs(5);

/// How long a delivery may take. A worker that has to stop waits for no longer than that.
const DELIVERY: Duration = Duration::from_secs(15);

/// Why there is no webhook to post to.
#[derive(Debug, thiserror::Error)]
pub enum InvalidWebhook {
    /// The URL cannot be posted to. It may hold a key, so it is not repeated.
    #[error("it is not an http:// or https:// URL")]
    Url,
    /// TLS could not be set up.
    #[error("TLS: {0}")]
    Tls(#[from] Error),
}

/// Posts each mail to a URL, as JSON with the members `message_id`, `to`, `sent_at` (Unix seconds), `subject`, `text`
/// and `html`.
///
/// 2xx means that the webhook has taken responsibility for the mail. It may be posted more than once: `message_id`,
/// which is also the `Idempotency-Key`, tells that it is the same.
pub struct WebhookMailer {
    client: Client,
    url: Url,
    limit: Duration,
}

impl WebhookMailer {
    /// Prepares to post; connects to nothing.
    ///
    /// # Errors
    /// When `url` is not one that can be posted to, or TLS cannot be set up.
    pub fn new(url: &str) -> Result<Self, InvalidWebhook> {
        let url = Url::parse(url).map_err(|_| InvalidWebhook::Url)?;
        if !["http", "https"].contains(&url.scheme()) {
            return Err(InvalidWebhook::Url);
        }
        // A mail goes where the operator has said, and nowhere else.
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .redirect(Policy::none())
            .build()?;
        Ok(Self {
            client,
            url,
            limit: DELIVERY,
        })
    }

    /// The same with another time for a delivery.
    #[must_use]
    pub fn with_limit(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }
}

#[async_trait]
impl Mailer for WebhookMailer {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError> {
        let request = self
            .client
            .post(self.url.clone())
            .timeout(self.limit)
            .header("Idempotency-Key", mail.message_id.to_string())
            .json(&Payload::from(mail));
        match request.send().await {
            Ok(reply) => judge(reply.status()),
            Err(error) => Err(MailError::Transient(reason(&error).to_owned())),
        }
    }
}

/// A 4xx says that this mail will never be taken, save those that say when it will. All else may pass.
fn judge(status: StatusCode) -> Result<(), MailError> {
    let may_pass = [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS].contains(&status);
    let text = format!("the webhook answered {status}");
    if status.is_success() {
        Ok(())
    } else if status.is_client_error() && !may_pass {
        Err(MailError::Permanent(text))
    } else {
        Err(MailError::Transient(text))
    }
}

/// The library's own words hold the URL.
fn reason(error: &Error) -> &'static str {
    if error.is_timeout() {
        "the webhook took too long"
    } else if error.is_connect() {
        "the webhook was not reached"
    } else {
        "the connection to the webhook broke"
    }
}
