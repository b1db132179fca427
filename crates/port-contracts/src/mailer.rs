//! The contract of [`Mailer`]. What it says of a server that is down, slow or unwilling is for the
//! adapter's own tests.

use std::sync::Arc;

use async_trait::async_trait;
use domain::mail::RenderedMail;
use domain::ports::Mailer;
use domain::timestamp::Timestamp;

use crate::Keep;
use crate::fixtures::a_mail_to;

/// A mailer and where its mails arrive.
pub struct MailRoute {
    /// The mailer.
    pub mailer: Arc<dyn Mailer>,
    /// The far end.
    pub arrivals: Arc<dyn Arrivals>,
    /// What the two live in.
    pub keep: Keep,
}

/// The far end of a mailer; an adapter's tests implement it.
#[async_trait]
pub trait Arrivals: Send + Sync {
    /// Every mail that has arrived, decoded, oldest first.
    async fn list(&self) -> Vec<ArrivedMail>;
}

/// A mail as its receiver reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrivedMail {
    /// What is before the `@` of its `Message-ID`.
    pub message_id: String,
    /// The address it is for.
    pub to: String,
    /// Its `Date`.
    pub sent_at: Timestamp,
    /// Its subject and both its parts, with whatever line ends.
    pub content: RenderedMail,
}

/// I2: `Ok` means that the mail is there, with its id, and no letter is lost.
pub async fn a_sent_mail_arrives_whole(route: &MailRoute) {
    let mail = a_mail_to("Zoe.Example@example.com");
    assert_eq!(route.mailer.send(&mail).await, Ok(()));
    let expected = ArrivedMail {
        message_id: mail.message_id.to_string(),
        to: "Zoe.Example@example.com".to_owned(),
        sent_at: mail.sent_at,
        content: with_plain_line_ends(mail.content),
    };
    let arrived: Vec<ArrivedMail> = route.arrivals.list().await;
    let arrived: Vec<ArrivedMail> = arrived.into_iter().map(normalised).collect();
    assert_eq!(arrived, [expected]);
}

/// I2: a second delivery of one job can be told for what it is.
pub async fn a_repeated_mail_keeps_its_id(route: &MailRoute) {
    let mail = a_mail_to("zoe@example.com");
    assert_eq!(route.mailer.send(&mail).await, Ok(()));
    assert_eq!(route.mailer.send(&mail).await, Ok(()));
    let arrived = route.arrivals.list().await;
    let id = mail.message_id.to_string();
    assert!(!arrived.is_empty() && arrived.iter().all(|mail| mail.message_id == id));
}

fn normalised(mail: ArrivedMail) -> ArrivedMail {
    let content = with_plain_line_ends(mail.content);
    ArrivedMail { content, ..mail }
}

fn with_plain_line_ends(content: RenderedMail) -> RenderedMail {
    let plain = |text: String| text.replace("\r\n", "\n").trim_end().to_owned();
    RenderedMail {
        subject: content.subject,
        text: plain(content.text),
        html: plain(content.html),
    }
}

/// Runs the contract of `Mailer` on an adapter, given as a [`MailRoute`](crate::mailer::MailRoute).
#[macro_export]
macro_rules! mailer_contract {
    ($route:expr) => {
        $crate::__async_cases!(
            mailer,
            $route,
            a_sent_mail_arrives_whole,
            a_repeated_mail_keeps_its_id,
        );
    };
}
