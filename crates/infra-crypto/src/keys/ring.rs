//! The server's keys: the first makes, all open (D7).

use std::fmt;

use domain::ports::SecretGenerator;

use super::entry::{Entry, KeyFault};
use super::{KeySet, RingKey};
use crate::base64url;
use crate::readable::readable_text;

/// Every key that tokens, one-time codes and job payloads are made and opened with.
#[derive(Clone)]
pub struct KeyRing(KeySet<RingKey>);

/// Why a text is not a key ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("key {position} of the ring is not usable: {fault}")]
pub struct KeyRingError {
    /// Which entry, counted from 1.
    pub position: usize,
    /// What is wrong with it.
    pub fault: KeyFault,
}

const GENERATED_ID_LENGTH: usize = 8;

impl KeyRing {
    /// Reads `kid:base64url(32 bytes)`, comma-separated; the first key makes, all open. A `+` before an entry
    /// says that it is to make next ([`WrittenRing`](super::WrittenRing)).
    ///
    /// # Errors
    /// Names the first entry that is malformed, repeats an id or a key of an earlier one, or is marked although it
    /// is the first.
    pub fn parse(text: &str) -> Result<Self, KeyRingError> {
        let mut entries = Vec::new();
        for (index, part) in text.split(',').enumerate() {
            let at = |fault| KeyRingError {
                position: index + 1,
                fault,
            };
            let entry = Entry::parse(part.trim()).map_err(at)?;
            if index == 0 && entry.is_staged {
                return Err(at(KeyFault::StagedFirst));
            }
            entries
                .iter()
                .try_for_each(|earlier| entry.check_beside(earlier))
                .map_err(at)?;
            entries.push(entry);
        }
        Self::derive(&entries)
    }

    /// Draws a new entry for the ring, as [`parse`](Self::parse) reads it.
    #[must_use]
    pub fn generate_entry(secrets: &dyn SecretGenerator) -> String {
        let id = readable_text(GENERATED_ID_LENGTH, secrets);
        let mut key = [0_u8; 32];
        secrets.fill(&mut key);
        format!("{id}:{}", base64url::encode(key))
    }

    /// The id of a key that anybody may know: one out of the documentation, all zeros and the like.
    /// Production must not start with one (D7, H1).
    #[must_use]
    pub fn sample_key(&self) -> Option<&str> {
        self.0.find(|key| key.is_sample).map(|key| key.id.as_str())
    }

    /// How many keys there are.
    #[must_use]
    pub fn key_count(&self) -> usize {
        self.0.iter().count()
    }

    /// The ring in the form that an adapter needs.
    pub(crate) fn map<K>(&self, make: impl Fn(&RingKey) -> K) -> KeySet<K> {
        self.0.map(make)
    }

    fn derive(entries: &[Entry]) -> Result<Self, KeyRingError> {
        let mut keys = Vec::with_capacity(entries.len());
        for (index, entry) in entries.iter().enumerate() {
            let at = |fault| KeyRingError {
                position: index + 1,
                fault,
            };
            keys.push(RingKey::derive(entry).map_err(at)?);
        }
        let mut keys = keys.into_iter();
        let newest = keys.next().ok_or(KeyRingError {
            position: 1,
            fault: KeyFault::Form,
        })?;
        Ok(Self(KeySet::new(newest, keys.collect())))
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<&str> = self.0.iter().map(|key| key.id.as_str()).collect();
        f.debug_struct("KeyRing")
            .field("ids", &ids)
            .finish_non_exhaustive()
    }
}
