//! The contract of [`Mailbox`].

use std::sync::Arc;
use std::time::Duration;

use domain::mail::{OutgoingMail, StoredMail};
use domain::ports::{Mailbox, Mailer};

use crate::Keep;
use crate::fixtures::a_mail_to;

/// An empty mailbox and the mailer that fills it.
pub struct FilledMailbox {
    /// The mailbox.
    pub mailbox: Arc<dyn Mailbox>,
    /// What fills it.
    pub mailer: Arc<dyn Mailer>,
    /// What the two live in.
    pub keep: Keep,
}

/// Somebody who waits for a code finds it on top.
pub async fn lists_newest_first_and_by_recipient(under_test: &FilledMailbox) {
    let mails = [
        sent_after(0, "Ada@example.com"),
        sent_after(1, "bob@example.com"),
        sent_after(2, "ada@example.com"),
    ];
    for mail in &mails {
        assert_eq!(under_test.mailer.send(mail).await, Ok(()));
    }
    let all = ["ada@example.com", "bob@example.com", "Ada@example.com"];
    assert_eq!(recipients(&list(under_test, None).await), all);
    let of_ada = list(under_test, Some("ADA@example.com")).await;
    assert_eq!(recipients(&of_ada), ["ada@example.com", "Ada@example.com"]);
    assert!(list(under_test, Some("eve@example.com")).await.is_empty());
}

/// What is shown is what was sent.
pub async fn a_stored_mail_is_whole(under_test: &FilledMailbox) {
    let mail = sent_after(0, "ada@example.com");
    assert_eq!(under_test.mailer.send(&mail).await, Ok(()));
    let listed = list(under_test, None).await;
    let [stored] = listed.as_slice() else {
        assert_eq!(listed.len(), 1);
        return;
    };
    assert_eq!(stored.sent_at, mail.sent_at);
    assert_eq!(stored.content.subject, mail.content.subject);
    assert_eq!(plain(&stored.content.text), plain(&mail.content.text));
    assert_eq!(plain(&stored.content.html), plain(&mail.content.html));
    assert!(stored.from.contains('@'));
}

/// Every mail has a name of its own, by which a page can link to it.
pub async fn ids_differ(under_test: &FilledMailbox) {
    for _ in 0..2 {
        let mail = sent_after(0, "ada@example.com");
        assert_eq!(under_test.mailer.send(&mail).await, Ok(()));
    }
    let listed = list(under_test, None).await;
    assert_eq!(listed.len(), 2);
    assert_ne!(listed[0].id, listed[1].id);
}

/// And what comes after is kept again.
pub async fn emptying_leaves_nothing(under_test: &FilledMailbox) {
    let mail = sent_after(0, "ada@example.com");
    assert_eq!(under_test.mailer.send(&mail).await, Ok(()));
    assert_eq!(under_test.mailbox.clear().await, Ok(()));
    assert!(list(under_test, None).await.is_empty());
    let next = sent_after(1, "ada@example.com");
    assert_eq!(under_test.mailer.send(&next).await, Ok(()));
    assert_eq!(list(under_test, None).await.len(), 1);
}

fn sent_after(seconds: u64, to: &str) -> OutgoingMail {
    let mail = a_mail_to(to);
    let sent_at = mail.sent_at.plus(Duration::from_secs(seconds));
    OutgoingMail { sent_at, ..mail }
}

async fn list(under_test: &FilledMailbox, to: Option<&str>) -> Vec<StoredMail> {
    let mails = under_test.mailbox.list(to).await;
    mails.expect("the mailbox could not be read")
}

fn recipients(mails: &[StoredMail]) -> Vec<&str> {
    mails.iter().map(|mail| mail.to.as_str()).collect()
}

fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end().to_owned()
}

/// Runs the contract of `Mailbox` on an adapter, given as a
/// [`FilledMailbox`](crate::mailbox::FilledMailbox).
#[macro_export]
macro_rules! mailbox_contract {
    ($mailbox:expr) => {
        $crate::__async_cases!(
            mailbox,
            $mailbox,
            lists_newest_first_and_by_recipient,
            a_stored_mail_is_whole,
            ids_differ,
            emptying_leaves_nothing,
        );
    };
}
