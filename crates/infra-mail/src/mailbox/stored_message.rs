//! From the bytes of a file back to a mail.

use domain::mail::{RenderedMail, StoredMail};
use mail_parser::{Addr, MessageParser};

use super::entry_name::EntryName;

/// Reads a message; `None` when a part of it is missing.
pub(super) fn parse(name: &EntryName, message: &[u8]) -> Option<StoredMail> {
    let message = MessageParser::default().parse(message)?;
    Some(StoredMail {
        id: name.id(),
        to: message.to()?.first()?.address()?.to_owned(),
        from: display(message.from()?.first()?)?,
        sent_at: name.sent_at(),
        content: RenderedMail {
            subject: message.subject()?.to_owned(),
            text: unix_lines(&message.body_text(0)?),
            html: unix_lines(&message.body_html(0)?),
        },
    })
}

fn display(sender: &Addr<'_>) -> Option<String> {
    let address = sender.address()?;
    Some(match sender.name() {
        Some(name) => format!("{name} <{address}>"),
        None => address.to_owned(),
    })
}

/// Messages travel with CRLF; the words were rendered with LF.
fn unix_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}
