//! The text of a body.

use std::fmt;

use crate::problem::{ErrorCode, Problem};

/// A body as it was sent. It may hold a password, so `Debug` shows none of it (H2).
pub(crate) struct BodyText(String);

impl BodyText {
    /// Takes a body.
    ///
    /// # Errors
    /// 400 when it is not UTF-8, as JSON must be (RFC 8259 §8.1).
    pub(super) fn of(bytes: &[u8]) -> Result<Self, Problem> {
        let text = std::str::from_utf8(bytes);
        let text = text.map_err(|_| Problem::new(ErrorCode::MalformedJson))?;
        Ok(Self(text.to_owned()))
    }

    /// The text of a request whose body says nothing.
    pub(crate) const fn none() -> Self {
        Self(String::new())
    }

    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for BodyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BodyText(***)")
    }
}
