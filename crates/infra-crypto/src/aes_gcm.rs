//! AES-256-GCM (NIST SP 800-38D), for token contents, job payloads and exports.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce as AeadNonce, UnboundKey};
use aws_lc_rs::error::Unspecified;

/// Bytes of a key.
pub(crate) const KEY_LENGTH: usize = 32;
/// Bytes of a nonce.
pub(crate) const NONCE_LENGTH: usize = 12;
/// Bytes of the tag that ends a sealed text.
pub(crate) const TAG_LENGTH: usize = 16;

/// A key. The nonces used with one MUST never repeat.
pub(crate) type Key = [u8; KEY_LENGTH];
/// A nonce.
pub(crate) type Nonce = [u8; NONCE_LENGTH];

/// Encrypts; gives the ciphertext followed by the tag.
pub(crate) fn seal(
    key: &Key,
    nonce: Nonce,
    associated: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, Unspecified> {
    let mut sealed = plaintext.to_vec();
    let nonce = AeadNonce::assume_unique_for_key(nonce);
    cipher(key)?.seal_in_place_append_tag(nonce, Aad::from(associated), &mut sealed)?;
    Ok(sealed)
}

/// Checks and decrypts a ciphertext followed by its tag.
pub(crate) fn open(
    key: &Key,
    nonce: Nonce,
    associated: &[u8],
    mut sealed: Vec<u8>,
) -> Result<Vec<u8>, Unspecified> {
    let nonce = AeadNonce::assume_unique_for_key(nonce);
    let opened = cipher(key)?.open_in_place(nonce, Aad::from(associated), &mut sealed)?;
    let length = opened.len();
    sealed.truncate(length);
    Ok(sealed)
}

fn cipher(key: &Key) -> Result<LessSafeKey, Unspecified> {
    Ok(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key)?))
}
