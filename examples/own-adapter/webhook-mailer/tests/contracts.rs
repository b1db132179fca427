//! The contract of the port that this crate implements.
#![expect(clippy::unwrap_used, reason = "a broken expectation is a failed test")]

use std::sync::Arc;

use domain::mail::RenderedMail;
use domain::timestamp::Timestamp;
use port_contracts::mailer::{Arrivals, ArrivedMail, MailRoute};
use port_contracts::{async_trait, mailer_contract};
use webhook_catcher::{CaughtRequest, WebhookCatcher};
use webhook_mailer::WebhookMailer;

mailer_contract!(a_route());

fn a_route() -> MailRoute {
    let catcher = WebhookCatcher::start();
    MailRoute {
        mailer: Arc::new(WebhookMailer::new(&catcher.url()).unwrap()),
        arrivals: Arc::new(FarEnd(catcher)),
        keep: Box::new(()),
    }
}

struct FarEnd(WebhookCatcher);

#[async_trait]
impl Arrivals for FarEnd {
    async fn list(&self) -> Vec<ArrivedMail> {
        self.0.requests().iter().map(arrived).collect()
    }
}

fn arrived(request: &CaughtRequest) -> ArrivedMail {
    let text = |member: &str| request.body[member].as_str().unwrap().to_owned();
    ArrivedMail {
        message_id: text("message_id"),
        to: text("to"),
        sent_at: Timestamp::from_unix_seconds(request.body["sent_at"].as_i64().unwrap()),
        content: RenderedMail {
            subject: text("subject"),
            text: text("text"),
            html: text("html"),
        },
    }
}
