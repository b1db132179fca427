//! The secret that names a registration to its client.

use crate::ports::SecretGenerator;
use crate::secret::secret_text;
use crate::text::{hexadecimal, is_hexadecimal};

secret_text! {
    /// The `registration_id`: 256 random bits as 64 hexadecimal digits, returned once and kept only as
    /// a digest (A3).
    RegistrationSecret
}

/// A text that is not a `registration_id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a registration_id has 64 hexadecimal digits")]
pub struct RegistrationSecretError;

const BYTES: usize = 32;

impl RegistrationSecret {
    /// Draws a secret.
    #[must_use]
    pub fn generate(secrets: &dyn SecretGenerator) -> Self {
        let mut bytes = [0_u8; BYTES];
        secrets.fill(&mut bytes);
        Self(hexadecimal(&bytes))
    }

    /// Reads a secret that a client sent back.
    ///
    /// # Errors
    /// When it is not of the form that [`generate`](Self::generate) gives.
    pub fn parse(text: &str) -> Result<Self, RegistrationSecretError> {
        if is_hexadecimal(text, BYTES) {
            Ok(Self(text.to_owned()))
        } else {
            Err(RegistrationSecretError)
        }
    }
}
