//! One-time codes.

use super::RegistrationKey;
use crate::link::LinkDigest;
use crate::ports::SecretGenerator;
use crate::secret::secret_text;

secret_text! {
    /// A one-time code: 6 to 10 decimal digits, leading zeros kept (A5).
    OtpCode
}

/// How many digits a code has: 6 to 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtpLength(u8);

/// A text or a number that is not a code or its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code has {} to {} digits", OtpLength::MIN, OtpLength::MAX)]
pub struct OtpCodeError;

impl OtpLength {
    /// The fewest digits.
    pub const MIN: u8 = 6;
    /// The most digits.
    pub const MAX: u8 = 10;

    /// Takes a number of digits.
    ///
    /// # Errors
    /// When it is not between 6 and 10.
    pub fn new(digits: u8) -> Result<Self, OtpCodeError> {
        if (Self::MIN..=Self::MAX).contains(&digits) {
            Ok(Self(digits))
        } else {
            Err(OtpCodeError)
        }
    }
}

impl OtpCode {
    /// Draws a code; every one is equally likely (A5).
    #[must_use]
    pub fn generate(length: OtpLength, secrets: &dyn SecretGenerator) -> Self {
        let digits = std::iter::repeat_with(|| random_digit(secrets));
        Self(digits.take(usize::from(length.0)).collect())
    }

    /// Reads a code that somebody typed.
    ///
    /// # Errors
    /// When it is not 6 to 10 ASCII digits.
    pub fn parse(text: &str) -> Result<Self, OtpCodeError> {
        let range = usize::from(OtpLength::MIN)..=usize::from(OtpLength::MAX);
        if range.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(OtpCodeError)
        }
    }
}

/// A uniform digit: bytes from 250 on are drawn again, since 256 is not a multiple of ten.
fn random_digit(secrets: &dyn SecretGenerator) -> char {
    loop {
        let mut byte = [0_u8];
        secrets.fill(&mut byte);
        if byte[0] < 250 {
            return char::from(b'0' + byte[0] % 10);
        }
    }
}

/// What is kept of a code: a keyed digest over the flow's key and the code, and the key's id (A9, D7).
#[derive(Clone, PartialEq, Eq)]
pub struct CodeDigest {
    /// Which server key made the digest.
    pub key_id: String,
    /// HMAC-SHA-256.
    pub mac: [u8; 32],
}

impl std::fmt::Debug for CodeDigest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CodeDigest({}, ***)", self.key_id)
    }
}

/// What a code belongs to, so that it works nowhere else (A4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowKey([u8; 32]);

impl FlowKey {
    /// The key's bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<&RegistrationKey> for FlowKey {
    fn from(registration: &RegistrationKey) -> Self {
        Self(*registration.as_bytes())
    }
}

/// A change of an address is named by what is kept of its undo link.
impl From<&LinkDigest> for FlowKey {
    fn from(link: &LinkDigest) -> Self {
        Self(*link.as_bytes())
    }
}
