//! Secrets that travel in the links of mails.

use crate::ports::SecretGenerator;
use crate::secret::secret_text;
use crate::text::{hexadecimal, is_hexadecimal};

secret_text! {
    /// What makes a link work once: 256 random bits as 64 hexadecimal digits, kept only as a digest (F9r).
    LinkToken
}

/// A text that no link of ours holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a token of a link has 64 hexadecimal digits")]
pub struct LinkTokenError;

/// What is kept of a link's secret: its SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LinkDigest([u8; 32]);

const BYTES: usize = 32;

impl LinkToken {
    /// Draws a secret.
    #[must_use]
    pub fn generate(secrets: &dyn SecretGenerator) -> Self {
        let mut bytes = [0_u8; BYTES];
        secrets.fill(&mut bytes);
        Self(hexadecimal(&bytes))
    }

    /// Reads a secret that came back.
    ///
    /// # Errors
    /// When it is not of the form that [`generate`](Self::generate) gives.
    pub fn parse(text: &str) -> Result<Self, LinkTokenError> {
        if is_hexadecimal(text, BYTES) {
            Ok(Self(text.to_owned()))
        } else {
            Err(LinkTokenError)
        }
    }
}

impl LinkDigest {
    /// Takes a digest that an `OtpDigester` made, or that was stored.
    #[must_use]
    pub const fn from_digest(digest: [u8; 32]) -> Self {
        Self(digest)
    }

    /// The digest.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}
