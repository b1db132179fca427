//! Mails for tests.

use domain::job::JobId;
use domain::mail::{MessageId, OutgoingMail, RenderedMail};
use domain::timestamp::Timestamp;
use domain::user::Email;
use uuid::Uuid;

use crate::sender::Sender;

/// A mail with letters outside ASCII in every text.
pub(crate) fn a_mail() -> OutgoingMail {
    a_mail_number(7)
}

/// A mail whose id and moment follow from a number: the higher, the later.
pub(crate) fn a_mail_number(number: u32) -> OutgoingMail {
    OutgoingMail {
        message_id: MessageId::from(JobId::from_uuid(Uuid::from_u128(number.into()))),
        to: Email::parse("Ada.O'Hara+x@example.com").unwrap(),
        sent_at: Timestamp::from_unix_micros(1_700_000_000_000_000 + i64::from(number)),
        content: RenderedMail {
            subject: "Grüße, \"Ada\"".to_owned(),
            text: format!("Grüße\n\n{}\n", "a line that is long ".repeat(20)),
            html: format!("<p>Grüße = {}</p>\n", "x".repeat(2_000)),
        },
    }
}

/// Portico's default sender.
pub(crate) fn a_sender() -> Sender {
    Sender::parse("Portico <no-reply@localhost>").unwrap()
}
