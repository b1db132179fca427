//! The mailbox on a real folder.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use domain::mail::{OutgoingMail, StoredMail};
use domain::ports::{MailError, Mailbox as _, Mailer as _};
use domain::timestamp::Timestamp;
use domain::user::Email;
use tempfile::TempDir;

use super::FileMailbox;
use crate::sample_mail::{a_mail, a_mail_number, a_sender};

fn a_mailbox() -> (TempDir, FileMailbox) {
    let data_dir = TempDir::new().unwrap();
    let mailbox = FileMailbox::new(data_dir.path(), a_sender());
    (data_dir, mailbox)
}

fn files(data_dir: &TempDir) -> Vec<PathBuf> {
    let entries = fs::read_dir(data_dir.path().join("mailbox")).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_mail_is_found_again_as_it_was_sent() {
    let (_data_dir, mailbox) = a_mailbox();
    let mail = a_mail();
    mailbox.send(&mail).await.unwrap();

    let stored = mailbox.list(None).await.unwrap().remove(0);
    let StoredMail {
        id,
        to,
        from,
        sent_at,
        content,
    } = stored;
    assert_eq!(to, mail.to.as_str());
    assert_eq!(from, "Portico <no-reply@localhost>");
    assert_eq!(sent_at, mail.sent_at);
    assert_eq!(content, mail.content);
    assert!(id.as_str().ends_with(&mail.message_id.to_string()));
}

#[tokio::test]
async fn mails_are_listed_newest_first_in_whatever_order_they_came() {
    let (_data_dir, mailbox) = a_mailbox();
    for number in [2, 10, 1] {
        mailbox.send(&a_mail_number(number)).await.unwrap();
    }
    let listed = mailbox.list(None).await.unwrap();
    let times: Vec<Timestamp> = listed.iter().map(|mail| mail.sent_at).collect();
    assert_eq!(
        times,
        [10, 2, 1].map(|number| a_mail_number(number).sent_at)
    );
}

#[tokio::test]
async fn the_recipient_is_compared_without_case() {
    let (_data_dir, mailbox) = a_mailbox();
    mailbox.send(&a_mail()).await.unwrap();
    let other = Email::parse("somebody@example.com").unwrap();
    mailbox
        .send(&OutgoingMail {
            to: other,
            ..a_mail_number(8)
        })
        .await
        .unwrap();

    let found = mailbox
        .list(Some("ADA.o'hara+X@EXAMPLE.com"))
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].to, a_mail().to.as_str());
    assert_eq!(mailbox.list(Some("nobody@example.com")).await.unwrap(), []);
}

#[tokio::test]
async fn only_the_newest_500_are_kept() {
    let (data_dir, mailbox) = a_mailbox();
    let folder = data_dir.path().join("mailbox");
    fs::create_dir(&folder).unwrap();
    for number in 0..FileMailbox::CAPACITY {
        fs::write(folder.join(format!("{number:018}-old.eml")), "").unwrap();
    }
    mailbox.send(&a_mail()).await.unwrap();

    assert_eq!(files(&data_dir).len(), FileMailbox::CAPACITY);
    assert!(!folder.join(format!("{:018}-old.eml", 0)).exists());
    assert!(folder.join(format!("{:018}-old.eml", 1)).exists());
    assert_eq!(mailbox.list(None).await.unwrap().len(), 1);
}

#[tokio::test] // I2
async fn the_same_delivery_twice_is_one_mail_and_a_later_one_stands_beside_it() {
    let (_data_dir, mailbox) = a_mailbox();
    mailbox.send(&a_mail()).await.unwrap();
    mailbox.send(&a_mail()).await.unwrap();
    assert_eq!(mailbox.list(None).await.unwrap().len(), 1);

    let sent_at = a_mail_number(8).sent_at;
    mailbox
        .send(&OutgoingMail {
            sent_at,
            ..a_mail()
        })
        .await
        .unwrap();
    let both = mailbox.list(None).await.unwrap();
    assert_eq!(both.len(), 2);
    assert_ne!(both[0].id, both[1].id);
}

#[tokio::test] // H3
async fn nobody_else_can_read_the_mails() {
    let (data_dir, mailbox) = a_mailbox();
    mailbox.send(&a_mail()).await.unwrap();
    assert_eq!(mode(&data_dir.path().join("mailbox")), 0o700);
    assert_eq!(mode(&files(&data_dir)[0]), 0o600);
}

#[tokio::test] // H3
async fn a_folder_that_was_open_to_others_is_closed() {
    let (data_dir, mailbox) = a_mailbox();
    let folder = data_dir.path().join("mailbox");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    mailbox.send(&a_mail()).await.unwrap();
    assert_eq!(mode(&folder), 0o700);
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_an_empty_mailbox() {
    let (data_dir, mailbox) = a_mailbox();
    assert_eq!(mailbox.list(None).await.unwrap(), []);
    mailbox.clear().await.unwrap();
    assert!(!data_dir.path().join("mailbox").exists());
}

#[tokio::test]
async fn what_cannot_be_read_is_passed_over() {
    let (data_dir, mailbox) = a_mailbox();
    mailbox.send(&a_mail()).await.unwrap();
    let folder = data_dir.path().join("mailbox");
    for (name, text) in [
        ("000000000000000001-empty.eml", ""),
        (
            "000000000000000002-cut.eml",
            "Subject: x\r\nFrom: a@example.com\r\n",
        ),
        ("letter.eml", "Subject: x\r\n\r\nx"),
        (".tmpAbC", "Subject: half of a"),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
    assert_eq!(mailbox.list(None).await.unwrap().len(), 1);
}

#[tokio::test]
async fn emptying_removes_mails_and_nothing_else() {
    let (data_dir, mailbox) = a_mailbox();
    mailbox.send(&a_mail()).await.unwrap();
    let note = data_dir.path().join("mailbox/note.txt");
    fs::write(&note, "keep me").unwrap();
    mailbox.clear().await.unwrap();
    assert_eq!(files(&data_dir), [note]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_lists_sees_whole_mails_only() {
    let (data_dir, first) = a_mailbox();
    let second = FileMailbox::new(data_dir.path(), a_sender());
    let writing = |mailbox: FileMailbox, numbers: std::ops::Range<u32>| {
        tokio::spawn(async move {
            for number in numbers {
                mailbox.send(&a_mail_number(number)).await.unwrap();
            }
        })
    };
    let writers = [writing(first.clone(), 0..40), writing(second, 40..80)];
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        for mail in first.list(None).await.unwrap() {
            assert_eq!(mail.content, a_mail().content);
        }
    }
    assert_eq!(first.list(None).await.unwrap().len(), 80);
    assert_eq!(files(&data_dir).len(), 80);
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_a_transient_error() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let mailbox = FileMailbox::new(file.path(), a_sender());
    let refused = mailbox.send(&a_mail()).await;
    assert!(matches!(refused, Err(MailError::Transient(_))));
}
