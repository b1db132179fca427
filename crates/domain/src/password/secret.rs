//! A password as somebody typed it.

use unicode_normalization::UnicodeNormalization;

use crate::secret::secret_text;
use crate::text::has_control_characters;

secret_text! {
    /// A password in NFC, at most 256 characters, without control characters.
    ///
    /// Any script is welcome and nothing is cut (B2, B5). It proves nothing yet: it is compared with a
    /// hash at log-in, and a new one must also pass the [`PasswordPolicy`](super::PasswordPolicy).
    Password
}

/// Why a text cannot be a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// More than any policy allows; refused before any hashing (B2).
    #[error("a password has at most {} characters", Password::MAX_LENGTH)]
    TooLong,
    /// A NUL or another control character, at which some hashes stop reading (B6).
    #[error("a password may not hold control characters")]
    ControlCharacter,
}

impl Password {
    /// The most characters (code points) that any policy may allow.
    pub const MAX_LENGTH: usize = 256;

    /// Parses a password and brings it to NFC, so that two keyboards give the same bytes (B7).
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn parse(text: &str) -> Result<Self, PasswordError> {
        let password = Self(text.nfc().collect());
        if password.length() > Self::MAX_LENGTH {
            return Err(PasswordError::TooLong);
        }
        if has_control_characters(text) {
            return Err(PasswordError::ControlCharacter);
        }
        Ok(password)
    }

    /// Its length in characters (code points), which is what the limits count (B1).
    #[must_use]
    pub fn length(&self) -> usize {
        self.0.chars().count()
    }
}

impl TryFrom<&str> for Password {
    type Error = PasswordError;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        Self::parse(text)
    }
}
