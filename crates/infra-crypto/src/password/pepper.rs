//! The key under every password hash.

use std::fmt;

use aws_lc_rs::hmac::{self, HMAC_SHA384};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::password::Password;

use crate::base64url;
use crate::keys::{SecretKey, is_sample};

/// A key that passwords go through before bcrypt sees them (B7). Its id is kept with each hash, so that
/// it can be replaced; it never comes out of the key ring, which rotates.
#[derive(Clone)]
pub struct Pepper {
    id: String,
    key: hmac::Key,
    is_sample: bool,
}

/// A text that is not a pepper. It is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a pepper must be exactly 32 bytes in base64url without padding")]
pub struct PepperError;

/// Not a secret: it sets Portico's digests apart from those of every other site, so that digests leaked
/// elsewhere cannot be tried here (password shucking).
const DOMAIN_KEY: &[u8] = b"portico/1/password";
const DOMAIN_KEY_ID: &str = "domain";

const ID_LABEL: &[u8] = b"portico/1/pepper-id";
const ID_BYTES: usize = 6;

impl Pepper {
    /// The fixed domain key, for those who keep no pepper.
    #[must_use]
    pub fn fixed_domain() -> Self {
        Self {
            id: DOMAIN_KEY_ID.to_owned(),
            key: hmac::Key::new(HMAC_SHA384, DOMAIN_KEY),
            is_sample: false,
        }
    }

    /// A key of one's own: 32 bytes in base64url.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn from_key(text: &str) -> Result<Self, PepperError> {
        let secret = SecretKey::parse(text).ok_or(PepperError)?;
        let key = hmac::Key::new(HMAC_SHA384, secret.expose());
        let id = base64url::encode(&hmac::sign(&key, ID_LABEL).as_ref()[..ID_BYTES]);
        Ok(Self {
            id,
            key,
            is_sample: is_sample(&secret),
        })
    }

    /// Whether anybody may know this key. Production must not start with one (H1).
    #[must_use]
    pub const fn is_sample(&self) -> bool {
        self.is_sample
    }

    /// The name that is kept with hashes.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// What bcrypt gets to see: 64 characters without NUL, whatever the password's length, so that
    /// neither its limit of 72 bytes nor its habit of stopping at NUL matters (B5, B6).
    pub(super) fn digest(&self, password: &Password) -> String {
        STANDARD.encode(hmac::sign(&self.key, password.expose().as_bytes()))
    }
}

impl fmt::Debug for Pepper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pepper")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
