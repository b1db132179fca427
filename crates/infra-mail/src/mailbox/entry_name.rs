//! The names of the files.

use domain::mail::{OutgoingMail, StoredMailId};
use domain::timestamp::Timestamp;

const EXTENSION: &str = ".eml";
/// Digits of the last moment that a timestamp can be.
const MICROS_DIGITS: usize = 18;

/// `{sent at, in microseconds}-{message id}`: names sort as the mails were sent. A mail that is delivered
/// again at the same moment replaces itself; at a later moment it stands beside the first one, and
/// both show the same `Message-ID`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EntryName(String);

impl EntryName {
    /// Names the file of a mail.
    pub(super) fn of(mail: &OutgoingMail) -> Self {
        let micros = mail.sent_at.unix_micros().max(0);
        Self(format!("{micros:0MICROS_DIGITS$}-{}", mail.message_id))
    }

    /// Reads the name of a file; `None` when it is not one of the mailbox's own.
    pub(super) fn parse(file_name: &str) -> Option<Self> {
        let stem = file_name.strip_suffix(EXTENSION)?;
        let (micros, id) = stem.split_once('-')?;
        let is_ours = micros.len() == MICROS_DIGITS
            && micros.bytes().all(|b| b.is_ascii_digit())
            && !id.is_empty();
        is_ours.then(|| Self(stem.to_owned()))
    }

    /// The name of the file.
    pub(super) fn file_name(&self) -> String {
        format!("{}{EXTENSION}", self.0)
    }

    /// The name of the mail.
    pub(super) fn id(&self) -> StoredMailId {
        StoredMailId::from_stored(self.0.clone())
    }

    /// When the mail was sent: the `Date` header has whole seconds only.
    pub(super) fn sent_at(&self) -> Timestamp {
        let micros = self.0.split('-').next().and_then(|text| text.parse().ok());
        Timestamp::from_unix_micros(micros.unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_the_moment_to_the_microsecond() {
        let name = EntryName::parse("000000001234567-x.eml");
        assert_eq!(name, None);
        let name = EntryName::parse("000000000001234567-x.eml").unwrap();
        assert_eq!(name.sent_at(), Timestamp::from_unix_micros(1_234_567));
        assert_eq!(name.file_name(), "000000000001234567-x.eml");
        assert_eq!(name.id().as_str(), "000000000001234567-x");
    }

    #[test]
    fn the_last_moment_fits() {
        let digits = Timestamp::MAX.unix_micros().to_string().len();
        assert_eq!(digits, MICROS_DIGITS);
    }

    #[test]
    fn other_files_are_not_mails() {
        for name in [
            "notes.txt",
            ".tmpabc",
            "letter.eml",
            "00000000000123456x-y.eml",
            ".eml",
        ] {
            assert_eq!(EntryName::parse(name), None, "{name}");
        }
    }
}
