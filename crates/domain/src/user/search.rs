//! Searching among accounts.

use super::{FullName, User, Username};
use crate::text::{folded, has_control_characters};

/// What a superuser looks for: a part of an address, a username or a full name. Empty finds everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserSearch(String);

/// Why a text cannot be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UserSearchError {
    /// More than 255 characters.
    #[error("a search has at most {} characters", UserSearch::MAX_LENGTH)]
    TooLong,
    /// A control character, which no account holds.
    #[error("a search may not hold control characters")]
    ControlCharacter,
}

impl UserSearch {
    /// Most characters (code points).
    pub const MAX_LENGTH: usize = 255;

    /// Parses what was typed; blanks around it do not count.
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn parse(text: &str) -> Result<Self, UserSearchError> {
        if text.chars().count() > Self::MAX_LENGTH {
            return Err(UserSearchError::TooLong);
        }
        if has_control_characters(text) {
            return Err(UserSearchError::ControlCharacter);
        }
        Ok(Self(text.trim().to_owned()))
    }

    /// The text; empty for everybody.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text as it is looked for in [`User::searched_text`]; empty for everybody.
    #[must_use]
    pub fn folded(&self) -> String {
        folded(&self.0)
    }
}

impl User {
    /// What a search looks through: the address, the username and the full name, without regard to case, each on a
    /// line of its own, so that nothing is found across two.
    #[must_use]
    pub fn searched_text(&self) -> String {
        let username = self.username.as_ref().map_or("", Username::canonical);
        let full_name = self.full_name.as_ref().map_or("", FullName::as_str);
        let email = self.email.canonical();
        format!("{email}\n{username}\n{}", folded(full_name))
    }
}
