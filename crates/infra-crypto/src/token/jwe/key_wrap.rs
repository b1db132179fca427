//! AES-256 key wrap (RFC 3394, RFC 7518 §4.4).

use aws_lc_rs::error::Unspecified;
use aws_lc_rs::key_wrap::{AES_256, AesKek, KeyWrap};

use crate::keys::SecretKey;

/// Bytes of a wrapped 256-bit key: the integrity check is the eight more.
pub(super) const WRAPPED_LENGTH: usize = 40;

/// Wraps a key.
pub(super) fn wrap_key(
    wrapping: &SecretKey,
    key: &SecretKey,
) -> Result<[u8; WRAPPED_LENGTH], Unspecified> {
    let mut wrapped = [0_u8; WRAPPED_LENGTH];
    AesKek::new(&AES_256, wrapping.expose())?.wrap(key.expose(), &mut wrapped)?;
    Ok(wrapped)
}

/// Unwraps a key; `None` when it was not wrapped with `wrapping` or was altered.
pub(super) fn unwrap_key(
    wrapping: &SecretKey,
    wrapped: &[u8; WRAPPED_LENGTH],
) -> Option<SecretKey> {
    let mut key = [0_u8; 32];
    AesKek::new(&AES_256, wrapping.expose())
        .ok()?
        .unwrap(wrapped, &mut key)
        .ok()?;
    Some(SecretKey::from_bytes(key))
}
