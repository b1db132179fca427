//! From a mail to the message that travels (RFC 5322, MIME).

use std::time::{Duration, SystemTime};

use domain::mail::{OutgoingMail, RenderedMail};
use domain::ports::MailError;
use domain::timestamp::Timestamp;
use lettre::Message;
use lettre::address::{Address, Envelope};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};

use crate::sender::Sender;

/// Composes a message with both parts, which takes its name and its date from the mail: the tries of one job
/// have the same `Message-ID`, each with the date of the try (I2).
pub(crate) fn compose(mail: &OutgoingMail, sender: &Sender) -> Result<Message, MailError> {
    let to = recipient(mail)?;
    let envelope = Envelope::new(Some(sender.address().clone()), vec![to.clone()])
        .map_err(|error| MailError::Permanent(error.to_string()))?;
    Message::builder()
        .envelope(envelope)
        .message_id(Some(format!("<{}@{}>", mail.message_id, sender.domain())))
        .date(date(mail.sent_at))
        .from(sender.mailbox().clone())
        .to(Mailbox::new(None, to))
        .subject(one_line(&mail.content.subject)?)
        .raw_header(auto_submitted())
        .multipart(both_parts(&mail.content, &mail.message_id.to_string()))
        .map_err(|error| MailError::Permanent(error.to_string()))
}

/// The bare address: a name before it would be one more text from outside in a header.
fn recipient(mail: &OutgoingMail) -> Result<Address, MailError> {
    let address = mail.to.as_str().parse();
    address.map_err(|_| MailError::Permanent("the recipient cannot be mailed to".to_owned()))
}

/// F13r: a line break would begin a header of its own.
fn one_line(subject: &str) -> Result<&str, MailError> {
    if subject.chars().any(char::is_control) {
        let reason = "the subject holds a control character";
        return Err(MailError::Permanent(reason.to_owned()));
    }
    Ok(subject)
}

/// Moments before 1970 become 1970: the header's type has none earlier and would panic.
fn date(at: Timestamp) -> SystemTime {
    let micros = u64::try_from(at.unix_micros()).unwrap_or(0);
    SystemTime::UNIX_EPOCH + Duration::from_micros(micros)
}

/// RFC 3834 §5: keeps holiday notices from answering.
fn auto_submitted() -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Auto-Submitted");
    HeaderValue::new(name, "auto-generated".to_owned())
}

/// Text first: RFC 2046 §5.1.4 puts the richest part last.
fn both_parts(content: &RenderedMail, boundary: &str) -> MultiPart {
    MultiPart::alternative()
        .boundary(boundary)
        .singlepart(SinglePart::plain(content.text.clone()))
        .singlepart(SinglePart::html(content.html.clone()))
}

#[cfg(test)]
mod tests {
    use domain::user::Email;

    use super::*;
    use crate::sample_mail::{a_mail, a_sender};

    fn composed(mail: &OutgoingMail) -> String {
        let message = compose(mail, &a_sender()).unwrap();
        String::from_utf8(message.formatted()).unwrap()
    }

    #[test] // I2
    fn a_later_try_differs_in_its_date_alone() {
        let later = OutgoingMail {
            sent_at: Timestamp::from_unix_micros(1_800_000_000_000_000),
            ..a_mail()
        };
        let undated = |mail| {
            let message = composed(mail);
            let lines = message.lines().filter(|line| !line.starts_with("Date: "));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_ne!(composed(&a_mail()), composed(&later));
        assert_eq!(undated(&a_mail()), undated(&later));
    }

    #[test]
    fn the_headers_come_from_the_mail() {
        let message = composed(&a_mail());
        for line in [
            "Message-ID: <00000000-0000-0000-0000-000000000007@localhost>\r\n",
            "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n",
            "From: Portico <no-reply@localhost>\r\n",
            "To: Ada.O'Hara+x@example.com\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "MIME-Version: 1.0\r\n",
            "Content-Type: multipart/alternative;",
        ] {
            assert!(message.contains(line), "{line} is not in {message}");
        }
        assert!(message.is_ascii());
    }

    #[test] // F13r
    fn a_subject_cannot_begin_another_header() {
        for subject in ["Hello\r\nBcc: all@example.com", "Hello\nX: y", "a\0b"] {
            let mut mail = a_mail();
            mail.content.subject = subject.to_owned();
            assert!(matches!(
                compose(&mail, &a_sender()),
                Err(MailError::Permanent(_))
            ));
        }
    }

    #[test]
    fn a_body_cannot_begin_a_part_or_end_the_message() {
        let mut mail = a_mail();
        mail.content.text = "\n--boundary\n\n.\nContent-Type: text/html\n".to_owned();
        let message = composed(&mail);
        let boundaries = message.matches("\r\n--00000000-0000").count();
        assert_eq!(boundaries, 3);
    }

    #[test] // F8r
    fn whatever_address_an_account_may_have_can_be_mailed_to() {
        let longest_name = "x".repeat(64);
        let longest_domain = ["y".repeat(63), "z".repeat(63), "w".repeat(50)].join(".");
        for address in [
            "!#$%&'*+/=?^_`{|}~-@example.com".to_owned(),
            "a.b.c@x-y.example".to_owned(),
            "1@2.example".to_owned(),
            "ada@Bücher.example".to_owned(),
            format!("{longest_name}@{longest_domain}.example"),
        ] {
            let to = Email::parse(&address).unwrap();
            let line = format!("\r\nTo: {to}\r\n");
            let message = composed(&OutgoingMail { to, ..a_mail() });
            assert!(message.contains(&line), "{address}: {message}");
        }
    }

    #[test] // I16
    fn no_moment_makes_the_date_panic() {
        for sent_at in [Timestamp::MIN, Timestamp::MAX] {
            let message = composed(&OutgoingMail {
                sent_at,
                ..a_mail()
            });
            assert!(message.contains("\r\nDate: "));
        }
    }
}
