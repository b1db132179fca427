//! The name to show.

use crate::text::{has_bidi_controls, has_control_characters};

/// A person's name: at most 255 characters of any script, no control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullName(String);

/// Why a text is not a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FullNameError {
    /// More than 255 characters.
    #[error("a name has at most {} characters", FullName::MAX_LENGTH)]
    TooLong,
    /// A control character, a line break or a direction override (F13r).
    #[error("a name may not hold control characters")]
    ControlCharacter,
}

impl FullName {
    /// Most characters (code points) of a name.
    pub const MAX_LENGTH: usize = 255;

    /// Parses a name; it is kept as typed.
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn parse(text: &str) -> Result<Self, FullNameError> {
        if text.chars().count() > Self::MAX_LENGTH {
            return Err(FullNameError::TooLong);
        }
        if has_control_characters(text) || has_bidi_controls(text) {
            return Err(FullNameError::ControlCharacter);
        }
        Ok(Self(text.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for FullName {
    type Error = FullNameError;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        Self::parse(text)
    }
}
