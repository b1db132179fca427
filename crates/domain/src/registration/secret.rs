//! The secret that names a registration to its client.

use crate::ports::SecretGenerator;
use crate::secret::secret_text;

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
        Self(
            bytes
                .iter()
                .flat_map(|byte| [hex_digit(byte >> 4), hex_digit(byte & 0x0f)])
                .collect(),
        )
    }

    /// Reads a secret that a client sent back.
    ///
    /// # Errors
    /// When it is not of the form that [`generate`](Self::generate) gives.
    pub fn parse(text: &str) -> Result<Self, RegistrationSecretError> {
        let is_digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if text.len() == BYTES * 2 && text.bytes().all(is_digit) {
            Ok(Self(text.to_owned()))
        } else {
            Err(RegistrationSecretError)
        }
    }
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0')
}
