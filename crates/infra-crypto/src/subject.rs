//! Digests of whom limits and throttles count.

use aws_lc_rs::digest::{self, SHA256};
use aws_lc_rs::hmac::{self, HMAC_SHA256};
use domain::ports::SubjectDigester;

use crate::keys::{KeyRing, Purpose};
use crate::otp::first_32;

/// HMAC-SHA-256 with the ring's newest key: a name or an address cannot be found by trying them all on the
/// digests. A new key that mints lets every count begin anew.
pub struct HmacSubjectDigester(hmac::Key);

impl HmacSubjectDigester {
    /// Digests with the ring's newest key.
    #[must_use]
    pub fn new(keys: &KeyRing) -> Self {
        let keys = keys.map(|key| {
            let key = key.key(Purpose::LimitSubject);
            hmac::Key::new(HMAC_SHA256, key.expose())
        });
        Self(keys.newest().clone())
    }
}

impl SubjectDigester for HmacSubjectDigester {
    fn digest(&self, purpose: &str, parts: &[&str]) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.0);
        for text in std::iter::once(&purpose).chain(parts) {
            context.update(&length(text));
            context.update(text.as_bytes());
        }
        first_32(context.sign().as_ref())
    }

    fn fingerprint(&self, parts: &[&str]) -> [u8; 32] {
        let mut context = digest::Context::new(&SHA256);
        for text in parts {
            context.update(&length(text));
            context.update(text.as_bytes());
        }
        first_32(context.finish().as_ref())
    }
}

/// With its length before it, no text can run into the next.
const fn length(text: &str) -> [u8; 8] {
    (text.len() as u64).to_be_bytes()
}
