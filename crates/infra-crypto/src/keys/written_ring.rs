//! The ring as it is written, for whoever rotates it (D7).

use std::fmt;

use domain::ports::SecretGenerator;

use super::entry::STAGED_MARK;
use super::{KeyRing, KeyRingError};

/// The text of a ring, which can be taken through the steps of a rotation. Each step leaves every instance that
/// took part in the one before able to open what the others make.
#[derive(Clone)]
pub struct WrittenRing(Vec<String>);

/// Why a step of a rotation makes no sense for a ring as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RotationError {
    /// One rotation at a time.
    #[error("the key {0} is staged already; promote it first")]
    StagedAlready(String),
    /// There is no key that every instance is sure to know.
    #[error("no key is staged; stage one first, and restart every instance")]
    NothingStaged,
    /// Besides the key that mints there is none, or only one that is to mint next.
    #[error("there is no old key to retire")]
    NothingToRetire,
}

impl WrittenRing {
    /// Reads a ring as [`KeyRing::parse`] does.
    ///
    /// # Errors
    /// As [`KeyRing::parse`].
    pub fn parse(text: &str) -> Result<Self, KeyRingError> {
        KeyRing::parse(text)?;
        let entries = text.split(',').map(|entry| entry.trim().to_owned());
        Ok(Self(entries.collect()))
    }

    /// Adds a new key at the end, which opens and does not mint yet; gives its id.
    ///
    /// # Errors
    /// When a key is staged already.
    pub fn stage(&mut self, secrets: &dyn SecretGenerator) -> Result<String, RotationError> {
        if let Some(position) = self.staged() {
            return Err(RotationError::StagedAlready(self.id(position)));
        }
        let entry = KeyRing::generate_entry(secrets);
        self.0.push(format!("{STAGED_MARK}{entry}"));
        Ok(self.id(self.0.len() - 1))
    }

    /// Moves the staged key to the front, where it mints; gives its id.
    ///
    /// # Errors
    /// When none is staged.
    pub fn promote(&mut self) -> Result<String, RotationError> {
        let position = self.staged().ok_or(RotationError::NothingStaged)?;
        let entry = self.0.remove(position);
        self.0.insert(0, unmarked(&entry).to_owned());
        Ok(self.id(0))
    }

    /// Drops the last key that neither mints nor is staged; gives its id.
    ///
    /// # Errors
    /// When there is none.
    pub fn retire(&mut self) -> Result<String, RotationError> {
        let position = self
            .0
            .iter()
            .rposition(|entry| !is_staged(entry))
            .filter(|position| *position > 0)
            .ok_or(RotationError::NothingToRetire)?;
        let id = self.id(position);
        self.0.remove(position);
        Ok(id)
    }

    /// The text, with the keys in it.
    #[must_use]
    pub fn expose(&self) -> String {
        self.0.join(",")
    }

    fn staged(&self) -> Option<usize> {
        self.0.iter().position(|entry| is_staged(entry))
    }

    fn id(&self, position: usize) -> String {
        let entry = self.0.get(position).map_or("", |entry| unmarked(entry));
        let id = entry.split_once(':').map_or("", |(id, _)| id);
        id.to_owned()
    }
}

impl fmt::Debug for WrittenRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WrittenRing(***)")
    }
}

fn is_staged(entry: &str) -> bool {
    entry.starts_with(STAGED_MARK)
}

fn unmarked(entry: &str) -> &str {
    entry.strip_prefix(STAGED_MARK).unwrap_or(entry)
}
