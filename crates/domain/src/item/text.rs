//! What an item says.

use crate::text::has_control_characters;

/// An item's title: 1 to 255 characters of any script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemTitle(String);

/// An item's description: at most 255 characters of any script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemDescription(String);

/// Why a text is not a title or a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ItemTextError {
    /// A title of no characters.
    #[error("must have at least 1 character")]
    TooShort,
    /// More than 255 characters.
    #[error("must have at most {MAX_LENGTH} characters")]
    TooLong,
    /// A NUL, a line break or another control character.
    #[error("may not hold control characters")]
    ControlCharacter,
}

/// Most characters (code points) of either.
const MAX_LENGTH: usize = 255;

impl ItemTitle {
    /// Parses a title; it is kept as typed, blanks included.
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn parse(text: &str) -> Result<Self, ItemTextError> {
        if text.is_empty() {
            return Err(ItemTextError::TooShort);
        }
        judge(text).map(|()| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ItemDescription {
    /// Parses a description; it is kept as typed and may be empty.
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn parse(text: &str) -> Result<Self, ItemTextError> {
        judge(text).map(|()| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn judge(text: &str) -> Result<(), ItemTextError> {
    if text.chars().count() > MAX_LENGTH {
        Err(ItemTextError::TooLong)
    } else if has_control_characters(text) {
        Err(ItemTextError::ControlCharacter)
    } else {
        Ok(())
    }
}
