//! What a contract cannot know: a webhook that is unwilling, slow or away.
#![expect(clippy::unwrap_used, reason = "a broken expectation is a failed test")]

use std::net::TcpListener;
use std::time::Duration;

use domain::ports::{MailError, Mailer as _};
use port_contracts::{fixtures::a_mail_to, run};
use webhook_catcher::WebhookCatcher;
use webhook_mailer::WebhookMailer;

async fn outcome_at(url: &str) -> Result<(), MailError> {
    let mailer = WebhookMailer::new(url).unwrap();
    let mailer = mailer.with_limit(Duration::from_secs(2));
    mailer.send(&a_mail_to("zoe@example.com")).await
}

fn is_permanent(outcome: &Result<(), MailError>) -> bool {
    matches!(outcome, Err(MailError::Permanent(_)))
}

fn is_transient(outcome: &Result<(), MailError>) -> bool {
    matches!(outcome, Err(MailError::Transient(_)))
}

#[test]
fn a_mail_that_is_refused_is_not_posted_again() {
    run(async {
        for answer in [
            "400 Bad Request",
            "404 Not Found",
            "422 Unprocessable Content",
        ] {
            let outcome = outcome_at(&WebhookCatcher::answering(answer).url()).await;
            assert!(is_permanent(&outcome), "{answer}: {outcome:?}");
        }
    });
}

#[test]
fn a_mail_that_is_not_taken_now_is_posted_later() {
    run(async {
        for answer in [
            "500 Internal Server Error",
            "503 Service Unavailable",
            "408 Request Timeout",
            "429 Too Many Requests",
        ] {
            let outcome = outcome_at(&WebhookCatcher::answering(answer).url()).await;
            assert!(is_transient(&outcome), "{answer}: {outcome:?}");
        }
    });
}

#[test]
fn a_mail_is_not_taken_elsewhere_by_a_redirect() {
    run(async {
        let elsewhere = WebhookCatcher::start();
        let answer = format!("307 Temporary Redirect\r\nLocation: {}", elsewhere.url());
        let catcher = WebhookCatcher::answering(answer.leak());
        let outcome = outcome_at(&catcher.url()).await;
        assert!(is_transient(&outcome), "{outcome:?}");
        assert_eq!(elsewhere.requests(), []);
    });
}

#[test]
fn a_webhook_that_is_away_or_slow_is_tried_again_and_its_key_is_not_logged() {
    run(async {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}/?key=s3cret", listener.local_addr().unwrap());
        // The system takes the connection, and nobody answers.
        let mailer = WebhookMailer::new(&url).unwrap();
        let mailer = mailer.with_limit(Duration::from_millis(200));
        let slow = mailer.send(&a_mail_to("zoe@example.com")).await;
        drop(listener);
        let away = outcome_at(&url).await;
        for outcome in [slow, away] {
            assert!(is_transient(&outcome), "{outcome:?}");
            assert!(!format!("{outcome:?}").contains("s3cret"));
        }
    });
}

#[test]
fn the_same_mail_has_the_same_key() {
    run(async {
        let catcher = WebhookCatcher::start();
        let mail = a_mail_to("zoe@example.com");
        let mailer = WebhookMailer::new(&catcher.url()).unwrap();
        for _ in 0..2 {
            assert_eq!(mailer.send(&mail).await, Ok(()));
        }
        let id = mail.message_id.to_string();
        let requests = catcher.requests();
        let keys: Vec<&str> = requests
            .iter()
            .map(|request| request.header("Idempotency-Key"))
            .collect();
        assert_eq!(keys, [&id, &id]);
    });
}

#[test]
fn what_cannot_be_posted_to_is_refused_at_the_start() {
    for url in ["", "mail", "ftp://example.com/s3cret", "/s3cret"] {
        let refused = WebhookMailer::new(url).err().unwrap().to_string();
        assert!(!refused.contains("s3cret"), "{refused}");
    }
}
