//! Whom mails are from.

use lettre::Address;
use lettre::message::Mailbox;

/// The sender of every mail, such as `Portico <no-reply@example.com>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender(Mailbox);

/// Why a text is not a sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SenderError {
    /// No address, or one that is not valid.
    #[error("a sender looks like Name <name@example.com>")]
    Shape,
    /// A line break or another control character (F13r).
    #[error("a sender may not hold control characters")]
    ControlCharacter,
    /// An address outside ASCII: not every relay speaks SMTPUTF8 (RFC 6531).
    #[error("a sender's address must be ASCII; write its domain in the xn-- form")]
    NotAscii,
}

impl Sender {
    /// Parses an address, with or without a name before it.
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn parse(text: &str) -> Result<Self, SenderError> {
        if text.chars().any(char::is_control) {
            return Err(SenderError::ControlCharacter);
        }
        let mailbox: Mailbox = text.parse().map_err(|_| SenderError::Shape)?;
        if !AsRef::<str>::as_ref(&mailbox.email).is_ascii() {
            return Err(SenderError::NotAscii);
        }
        // The message builder reads its own From header back; what does not survive that is refused
        // here, at the start, and not with every mail.
        match mailbox.to_string().parse::<Mailbox>() {
            Ok(_) => Ok(Self(mailbox)),
            Err(_) => Err(SenderError::Shape),
        }
    }

    /// The name and the address, for the `From` header.
    pub(crate) fn mailbox(&self) -> &Mailbox {
        &self.0
    }

    /// The address, for the envelope.
    pub(crate) fn address(&self) -> &Address {
        &self.0.email
    }

    /// The part after the `@`, which also ends every `Message-ID`.
    pub(crate) fn domain(&self) -> &str {
        self.0.email.domain()
    }
}

impl std::str::FromStr for Sender {
    type Err = SenderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_optional_and_localhost_is_a_domain() {
        for (text, domain) in [
            ("Portico <no-reply@localhost>", "localhost"),
            ("no-reply@example.com", "example.com"),
            ("\"Acme, Inc.\" <mail@acme.example>", "acme.example"),
            ("Café Łódź <mail@cafe.example>", "cafe.example"),
        ] {
            assert_eq!(Sender::parse(text).unwrap().domain(), domain, "{text}");
        }
    }

    #[test] // F13r
    fn a_line_break_is_refused() {
        let refused = Sender::parse("Portico\r\nBcc: all@example.com <no-reply@localhost>");
        assert_eq!(refused, Err(SenderError::ControlCharacter));
    }

    #[test]
    fn what_is_not_one_ascii_address_is_refused() {
        for (text, error) in [
            ("", SenderError::Shape),
            ("Portico", SenderError::Shape),
            ("Portico <no-reply>", SenderError::Shape),
            ("no-reply@bücher.example", SenderError::NotAscii),
        ] {
            assert_eq!(Sender::parse(text), Err(error), "{text}");
        }
    }
}
