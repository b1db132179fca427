//! The outer layer: JWE in compact serialisation (RFC 7516) with one set of algorithms, A256KW and
//! A256GCM (RFC 7518 §4.4, §5.3).

mod compact;
mod key_wrap;
#[cfg(test)]
mod tests;

use aws_lc_rs::error::Unspecified;
use domain::ports::SecretGenerator;

pub(super) use self::compact::CompactJwe;
use self::key_wrap::{unwrap_key, wrap_key};
use crate::aes_gcm::{self, KEY_LENGTH, NONCE_LENGTH, Nonce, TAG_LENGTH};
use crate::base64url;
use crate::keys::{Purpose, RingKey, SecretKey};

/// A key that wraps the keys of tokens, together with the one protected header that goes with it.
pub(super) struct JweKey {
    header: String,
    wrapping: SecretKey,
}

impl JweKey {
    pub(super) fn new(key: &RingKey) -> Self {
        Self {
            header: protected_header(&key.id),
            wrapping: key.key(Purpose::TokenEncryption).clone(),
        }
    }

    /// Whether a token carries, to the letter, the protected header that this key's tokens have.
    ///
    /// A foreign header is never even parsed: no `alg`, `zip`, `crit`, `jku` or `p2c` in it can have an
    /// effect (RFC 8725 §3.1, §3.10), and it has one spelling only.
    pub(super) fn has_made(&self, jwe: &CompactJwe<'_>) -> bool {
        jwe.header == self.header
    }

    /// Encrypts with a fresh key and IV, so that no number of tokens brings a nonce to repeat under one
    /// key (RFC 7518 §8.4).
    pub(super) fn encrypt(
        &self,
        plaintext: &[u8],
        secrets: &dyn SecretGenerator,
    ) -> Result<String, Unspecified> {
        let mut key = [0_u8; KEY_LENGTH];
        let mut iv: Nonce = [0; NONCE_LENGTH];
        secrets.fill(&mut key);
        secrets.fill(&mut iv);
        self.encrypt_with(&SecretKey::from_bytes(key), iv, plaintext)
    }

    fn encrypt_with(
        &self,
        key: &SecretKey,
        iv: Nonce,
        plaintext: &[u8],
    ) -> Result<String, Unspecified> {
        let wrapped = wrap_key(&self.wrapping, key)?;
        let sealed = aes_gcm::seal(key.expose(), iv, self.header.as_bytes(), plaintext)?;
        let (ciphertext, tag) = sealed.split_at(sealed.len().saturating_sub(TAG_LENGTH));
        let parts = [wrapped.as_slice(), &iv, ciphertext, tag].map(base64url::encode);
        Ok(format!("{}.{}", self.header, parts.join(".")))
    }

    /// Decrypts a token that this key has made; `None` when anything about it is wrong.
    pub(super) fn decrypt(&self, jwe: &CompactJwe<'_>) -> Option<Vec<u8>> {
        let key = unwrap_key(&self.wrapping, &base64url::decode_array(jwe.encrypted_key)?)?;
        let iv: Nonce = base64url::decode_array(jwe.iv)?;
        let tag: [u8; TAG_LENGTH] = base64url::decode_array(jwe.tag)?;
        let mut sealed = base64url::decode(jwe.ciphertext)?;
        sealed.extend_from_slice(&tag);
        aes_gcm::open(key.expose(), iv, jwe.header.as_bytes(), sealed).ok()
    }
}

/// The encoded protected header. Key ids need no escaping in JSON: the ring takes only plain ones.
fn protected_header(key_id: &str) -> String {
    base64url::encode(format!(
        r#"{{"alg":"A256KW","enc":"A256GCM","kid":"{key_id}","cty":"JWT","typ":"at+jwt"}}"#
    ))
}
