//! Deliveries to a relay that behaves well, badly, or not at all.

use std::net::TcpListener;
use std::time::Duration;

use domain::mail::OutgoingMail;
use domain::ports::{HealthProbe as _, MailError, Mailer as _};
use mail_parser::MessageParser;
use test_services::{SmtpCatcher, SmtpFault, SmtpStage};

use super::{SmtpMailer, SmtpSettings, SmtpTimeouts};
use crate::sample_mail::{a_mail, a_sender};

const LIMIT: Duration = Duration::from_secs(5);

fn mailer(url: &str) -> SmtpMailer {
    SmtpMailer::new(SmtpSettings::parse(url).unwrap(), a_sender()).unwrap()
}

fn impatient(url: &str) -> SmtpMailer {
    let limit = Duration::from_millis(400);
    mailer(url).with_timeouts(SmtpTimeouts {
        connect: limit,
        transaction: limit,
    })
}

async fn outcome(stage: SmtpStage, reply: &str) -> Result<(), MailError> {
    let relay = SmtpCatcher::start();
    relay.fail_at(stage, SmtpFault::Reply(reply.to_owned()));
    let outcome = mailer(&relay.url()).send(&a_mail()).await;
    assert_eq!(relay.messages(), []);
    outcome
}

fn is_transient(outcome: &Result<(), MailError>) -> bool {
    matches!(outcome, Err(MailError::Transient(_)))
}

#[tokio::test] // I2
async fn a_mail_arrives_with_its_id_its_date_and_both_parts() {
    let relay = SmtpCatcher::start();
    let mail = a_mail();
    mailer(&relay.url()).send(&mail).await.unwrap();

    let caught = relay.wait_for(1, LIMIT).remove(0);
    assert_eq!(caught.from, "no-reply@localhost");
    assert_eq!(caught.to, [mail.to.as_str()]);
    let message = MessageParser::default().parse(&caught.data).unwrap();
    let id = format!("{}@localhost", mail.message_id);
    assert_eq!(message.message_id(), Some(id.as_str()));
    assert_eq!(message.subject(), Some(mail.content.subject.as_str()));
    assert_eq!(
        message.body_text(0).unwrap().replace("\r\n", "\n"),
        mail.content.text
    );
    assert_eq!(
        message.body_html(0).unwrap().replace("\r\n", "\n"),
        mail.content.html
    );
    let date = message.date().unwrap().to_timestamp();
    assert_eq!(date, mail.sent_at.unix_seconds());
}

#[tokio::test]
async fn the_log_in_carries_the_decoded_credentials() {
    let relay = SmtpCatcher::start();
    let url = relay.url().replace("//", "//ada%40example.com:p%2Fss@");
    mailer(&url).send(&a_mail()).await.unwrap();

    let log_in = relay.messages().remove(0).log_in;
    let expected = "PLAIN AGFkYUBleGFtcGxlLmNvbQBwL3Nz";
    assert_eq!(log_in.as_deref(), Some(expected));
}

#[tokio::test] // I4
async fn a_4xx_reply_is_transient_at_every_stage() {
    for stage in [
        SmtpStage::Sender,
        SmtpStage::Recipient,
        SmtpStage::Data,
        SmtpStage::Message,
    ] {
        let outcome = outcome(stage, "451 4.3.0 later").await;
        assert!(is_transient(&outcome), "{stage:?}: {outcome:?}");
    }
}

#[tokio::test] // I4
async fn a_5xx_reply_to_the_mail_is_permanent_at_every_stage() {
    for stage in [
        SmtpStage::Sender,
        SmtpStage::Recipient,
        SmtpStage::Data,
        SmtpStage::Message,
    ] {
        let outcome = outcome(stage, "550 5.7.1 never").await;
        assert!(
            matches!(outcome, Err(MailError::Permanent(_))),
            "{stage:?}: {outcome:?}"
        );
    }
}

#[tokio::test] // H3
async fn a_refusal_names_nobody() {
    let to = a_mail().to;
    for code in ["451", "550"] {
        let reply = format!("{code} 5.1.1 <{to}>: Recipient address rejected");
        let error = outcome(SmtpStage::Recipient, &reply).await.unwrap_err();
        let text = error.to_string();
        assert!(!text.contains('@') && !text.contains("Hara"), "{text}");
        let rest = ": Recipient address rejected";
        assert!(text.contains(code) && text.contains(rest), "{text}");
    }
}

#[tokio::test] // I4: the mail is not at fault when the relay does not let us in
async fn a_5xx_reply_before_the_mail_is_transient() {
    for stage in [SmtpStage::Greeting, SmtpStage::Hello] {
        let outcome = outcome(stage, "554 5.3.2 closed").await;
        assert!(is_transient(&outcome), "{stage:?}: {outcome:?}");
    }
    let relay = SmtpCatcher::start();
    relay.fail_at(
        SmtpStage::LogIn,
        SmtpFault::Reply("535 5.7.8 no".to_owned()),
    );
    let url = relay.url().replace("//", "//ada:canary@");
    let outcome = mailer(&url).send(&a_mail()).await;
    assert!(is_transient(&outcome), "{outcome:?}");
    assert!(!format!("{outcome:?}").contains("canary"));
}

#[tokio::test] // I4
async fn a_relay_that_hangs_up_is_transient_at_every_stage() {
    for stage in [
        SmtpStage::Greeting,
        SmtpStage::Sender,
        SmtpStage::Data,
        SmtpStage::Message,
    ] {
        let relay = SmtpCatcher::start();
        relay.fail_at(stage, SmtpFault::HangUp);
        let outcome = mailer(&relay.url()).send(&a_mail()).await;
        assert!(is_transient(&outcome), "{stage:?}: {outcome:?}");
    }
}

#[tokio::test] // I4
async fn nobody_listening_is_transient() {
    let relay = SmtpCatcher::start();
    let url = relay.url();
    drop(relay);
    assert!(is_transient(&mailer(&url).send(&a_mail()).await));
}

#[tokio::test] // I4
async fn a_relay_that_says_nothing_is_given_up() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}?tls=none", silent.local_addr().unwrap());
    assert!(is_transient(&impatient(&url).send(&a_mail()).await));
}

#[tokio::test] // I2: or the reply to a mail would be taken for the reply to the next one
async fn a_connection_that_was_cut_off_is_not_used_again() {
    let relay = SmtpCatcher::start();
    let mailer = impatient(&relay.url());
    relay.fail_at(SmtpStage::Sender, SmtpFault::Delay(LIMIT));
    assert!(is_transient(&mailer.send(&a_mail()).await));

    relay.recover();
    mailer.send(&a_mail()).await.unwrap();
    assert_eq!(relay.messages().len(), 1);
    assert_eq!(relay.connections(), 2);
}

#[tokio::test]
async fn a_good_connection_is_used_again() {
    let relay = SmtpCatcher::start();
    let mailer = mailer(&relay.url());
    for _ in 0..3 {
        mailer.send(&a_mail()).await.unwrap();
    }
    assert_eq!(relay.messages().len(), 3);
    assert_eq!(relay.connections(), 1);
}

#[tokio::test]
async fn a_connection_that_the_relay_closed_is_replaced() {
    let relay = SmtpCatcher::start();
    let mailer = mailer(&relay.url());
    mailer.send(&a_mail()).await.unwrap();
    relay.disconnect_all();
    mailer.send(&a_mail()).await.unwrap();
    assert_eq!(relay.messages().len(), 2);
}

#[tokio::test]
async fn a_relay_without_tls_gets_nothing_by_default() {
    let relay = SmtpCatcher::start();
    let plain = relay.url();
    let credentials = plain.replace("//", "//ada:canary@");
    for url in [
        credentials.replace("?tls=none", ""),
        credentials.replace("tls=none", "tls=required"),
        credentials
            .replace("smtp:", "smtps:")
            .replace("?tls=none", ""),
    ] {
        let outcome = impatient(&url).send(&a_mail()).await;
        assert!(is_transient(&outcome), "{url}: {outcome:?}");
    }
    assert_eq!(relay.messages(), []);
    let opportunistic = plain.replace("tls=none", "tls=opportunistic");
    mailer(&opportunistic).send(&a_mail()).await.unwrap();
    assert_eq!(relay.messages()[0].log_in, None);
}

#[tokio::test]
async fn a_line_with_a_single_dot_does_not_end_the_message() {
    let relay = SmtpCatcher::start();
    let mut mail: OutgoingMail = a_mail();
    mail.content.text = "before\n.\nMAIL FROM:<x@example.com>\n".to_owned();
    mailer(&relay.url()).send(&mail).await.unwrap();

    let caught = relay.messages();
    assert_eq!(caught.len(), 1);
    let message = MessageParser::default().parse(&caught[0].data).unwrap();
    assert_eq!(
        message.body_text(0).unwrap().replace("\r\n", "\n"),
        mail.content.text
    );
}

#[tokio::test] // I14
async fn the_probe_tells_a_relay_that_answers_from_one_that_is_gone() {
    let relay = SmtpCatcher::start();
    let mailer = mailer(&relay.url());
    assert_eq!((mailer.name(), mailer.is_required()), ("smtp", false));
    mailer.check().await.unwrap();
    mailer.check().await.unwrap();
    assert_eq!(relay.connections(), 1);
    drop(relay);
    mailer.check().await.unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn the_probe_answers_within_two_seconds() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let mailer = mailer(&format!("smtp://{}?tls=none", silent.local_addr().unwrap()));
    let checked = tokio::time::timeout(Duration::from_secs(2), mailer.check()).await;
    checked.expect("no answer in time").unwrap_err();
}
