//! Usernames.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::folded;

/// A name to log in with: 3 to 64 letters, marks and digits of any script, and `. _ -` between them.
///
/// Without `@`, so that it is never taken for an address, and without anything that cannot be seen
/// (A15). Two names are the same when their [canonical](Username::canonical) forms are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Username {
    name: String,
    canonical: String,
}

/// Why a text is not a username.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UsernameError {
    /// Too short or too long.
    #[error(
        "a username has {} to {} characters",
        Username::MIN_LENGTH,
        Username::MAX_LENGTH
    )]
    Length,
    /// A character that is not a letter, a digit or one of `. _ -`.
    #[error("a username may hold letters, digits and . _ - only")]
    Character,
    /// It starts or ends with `.`, `_` or `-`, or starts with a combining mark.
    #[error("a username starts and ends with a letter or a digit")]
    Edge,
}

impl Username {
    /// Fewest characters (code points).
    pub const MIN_LENGTH: usize = 3;
    /// Most characters (code points).
    pub const MAX_LENGTH: usize = 64;

    /// Parses a username and brings it to NFC.
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn parse(text: &str) -> Result<Self, UsernameError> {
        if text.len() > Self::MAX_LENGTH * 8 {
            return Err(UsernameError::Length);
        }
        let name: String = text.nfc().collect();
        let canonical = folded(&name);
        if !within_length(&name) || !within_length(&canonical) {
            return Err(UsernameError::Length);
        }
        if !name.chars().chain(canonical.chars()).all(is_allowed) {
            return Err(UsernameError::Character);
        }
        let starts_well = name.chars().next().is_some_and(char::is_alphanumeric);
        let ends_well = !name.ends_with(['.', '_', '-']);
        if starts_well && ends_well {
            Ok(Self { name, canonical })
        } else {
            Err(UsernameError::Edge)
        }
    }

    /// The name as chosen.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The form that is unique among accounts: `NFKC_Casefold` (Unicode §3.13, D147).
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }
}

fn within_length(text: &str) -> bool {
    (Username::MIN_LENGTH..=Username::MAX_LENGTH).contains(&text.chars().count())
}

fn is_allowed(c: char) -> bool {
    let visible = c.is_alphanumeric() || is_combining_mark(c);
    matches!(c, '.' | '_' | '-') || (visible && !is_default_ignorable(c))
}

/// Letters and marks that are drawn as nothing (Unicode `Default_Ignorable_Code_Point`).
fn is_default_ignorable(c: char) -> bool {
    matches!(c,
        '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{E0100}'..='\u{E01EF}')
}

impl TryFrom<&str> for Username {
    type Error = UsernameError;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        Self::parse(text)
    }
}
