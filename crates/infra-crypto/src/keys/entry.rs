//! One entry of the ring as it is written: `kid:key`.

use super::SecretKey;

/// What is wrong with an entry of the ring. It never shows the entry: that may be a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// There is no colon in it.
    #[error("it is not written kid:key")]
    Form,
    /// The id is not one.
    #[error("its id must have 1 to 32 characters of A-Z, a-z, 0-9, _ and -")]
    Id,
    /// The key is not one.
    #[error("its key must be exactly 32 bytes in base64url without padding")]
    Key,
    /// An earlier entry has the same id.
    #[error("its id is in the ring already")]
    RepeatedId,
    /// An earlier entry has the same key.
    #[error("its key is in the ring already")]
    RepeatedKey,
    /// The first entry mints, so it cannot wait to do so.
    #[error("it mints, so it cannot be marked as staged")]
    StagedFirst,
    /// The cryptographic library refused to derive keys from it.
    #[error("no keys could be derived from it")]
    Derivation,
}

/// An entry: an id and the key of that name.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) key: SecretKey,
    /// Whether it waits to be promoted. Without the mark nothing would tell a key that is to mint next from one
    /// that minted before.
    pub(super) is_staged: bool,
}

/// Stands before an entry that opens already and is to mint next.
pub(super) const STAGED_MARK: char = '+';

const MAX_ID_LENGTH: usize = 32;

impl Entry {
    /// Reads an entry.
    pub(super) fn parse(text: &str) -> Result<Self, KeyFault> {
        let unmarked = text.strip_prefix(STAGED_MARK);
        let (id, key) = unmarked
            .unwrap_or(text)
            .split_once(':')
            .ok_or(KeyFault::Form)?;
        if !is_id(id) {
            return Err(KeyFault::Id);
        }
        let key = SecretKey::parse(key).ok_or(KeyFault::Key)?;
        Ok(Self {
            id: id.to_owned(),
            key,
            is_staged: unmarked.is_some(),
        })
    }

    /// Whether it can stand in one ring with an earlier entry.
    pub(super) fn check_beside(&self, earlier: &Self) -> Result<(), KeyFault> {
        if self.id == earlier.id {
            Err(KeyFault::RepeatedId)
        } else if self.key == earlier.key {
            Err(KeyFault::RepeatedKey)
        } else {
            Ok(())
        }
    }
}

/// Ids are written into tokens and stored texts as they are, so they hold nothing that needs escaping.
fn is_id(text: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    (1..=MAX_ID_LENGTH).contains(&text.len()) && text.bytes().all(is_plain)
}
