//! The mailbox as a page.

use domain::mail::StoredMail;

use crate::html::{escape, page};
use crate::rfc3339::rfc3339;

/// The page with these mails, in their order.
pub(super) fn mailbox(mails: &[StoredMail]) -> String {
    let cards: String = mails.iter().enumerate().map(card).collect();
    let main = format!(
        "<h1>Mailbox</h1>\n<p class=\"faint\">{} caught instead of sent. <a href=\"/dev/mailbox\">Reload</a>, \
         read them as <a href=\"/dev/mailbox/messages\">JSON</a>, or remove them with \
         <code>curl -X DELETE /dev/mailbox/messages</code>.</p>\n{cards}",
        count(mails.len())
    );
    page("Mailbox", &main)
}

fn count(mails: usize) -> String {
    match mails {
        0 => "No mail was".to_owned(),
        1 => "1 mail was".to_owned(),
        many => format!("{many} mails were"),
    }
}

/// One mail; the newest is unfolded. Its HTML is shown in a frame that may run nothing and belongs to no
/// origin.
fn card((place, mail): (usize, &StoredMail)) -> String {
    format!(
        "<article class=\"card\">\n<h2>{}</h2>\n<p class=\"faint\">to {} · from {} · {}</p>\n\
         <details{}><summary>HTML</summary>\
         <iframe sandbox=\"\" title=\"The mail as HTML\" loading=\"lazy\" srcdoc=\"{}\"></iframe></details>\n\
         <details><summary>Plain text</summary><pre>{}</pre></details>\n</article>\n",
        escape(&mail.content.subject),
        escape(&mail.to),
        escape(&mail.from),
        rfc3339(mail.sent_at),
        if place == 0 { " open" } else { "" },
        escape(&mail.content.html),
        escape(&mail.content.text),
    )
}
