//! Mails that are kept instead of sent.

use std::io;
use std::path::Path;

use async_trait::async_trait;
use domain::mail::{OutgoingMail, StoredMail};
use domain::ports::{MailError, Mailbox, MailboxError, Mailer};

use super::entry_name::EntryName;
use super::folder::Folder;
use super::stored_message;
use crate::message::compose;
use crate::sender::Sender;

/// Keeps the newest mails as `.eml` files in `{data directory}/mailbox`, which only its owner can read.
///
/// Several instances may share the folder: files appear whole, and a file that another instance
/// removed meanwhile is passed over. The mails survive a restart.
#[derive(Clone, Debug)]
pub struct FileMailbox {
    folder: Folder,
    sender: Sender,
}

impl FileMailbox {
    /// How many mails are kept.
    pub const CAPACITY: usize = 500;

    /// Names the data directory and the sender of the mails; touches no file yet.
    #[must_use]
    pub fn new(data_dir: &Path, sender: Sender) -> Self {
        let folder = Folder::new(data_dir.join("mailbox"));
        Self { folder, sender }
    }

    /// Works on the folder where blocking is no harm.
    async fn in_folder<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Folder) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let folder = self.folder.clone();
        let done = tokio::task::spawn_blocking(move || work(&folder)).await;
        done.unwrap_or_else(|error| Err(io::Error::other(error)))
    }
}

#[async_trait]
impl Mailer for FileMailbox {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError> {
        let message = compose(mail, &self.sender)?.formatted();
        let name = EntryName::of(mail);
        let stored = self.in_folder(move |folder| {
            folder.store(&name, &message)?;
            folder.keep_newest(Self::CAPACITY)
        });
        stored
            .await
            .map_err(|error| MailError::Transient(error.to_string()))
    }
}

#[async_trait]
impl Mailbox for FileMailbox {
    async fn list(&self, to: Option<&str>) -> Result<Vec<StoredMail>, MailboxError> {
        let mut mails = self.in_folder(read_all).await.map_err(failure)?;
        if let Some(to) = to {
            mails.retain(|mail| mail.to.eq_ignore_ascii_case(to));
        }
        Ok(mails)
    }

    async fn clear(&self) -> Result<(), MailboxError> {
        let cleared = self.in_folder(|folder| folder.keep_newest(0));
        cleared.await.map_err(failure)
    }
}

fn read_all(folder: &Folder) -> io::Result<Vec<StoredMail>> {
    let mut mails = Vec::new();
    for name in folder.names()? {
        let Some(message) = folder.read(&name)? else {
            continue;
        };
        if let Some(mail) = stored_message::parse(&name, &message) {
            mails.push(mail);
        } else {
            tracing::warn!(name = name.file_name(), "a mail could not be read");
        }
    }
    Ok(mails)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that `map_err` wants"
)]
fn failure(error: io::Error) -> MailboxError {
    MailboxError(error.to_string())
}
