//! The two halves of the envelope against published vectors. There is none for A256KW with A256GCM as a
//! whole (RFC 7520 §5.8 has the 128-bit pair), so that one is held by a token that OpenSSL made
//! (`tests/suite/token_vectors.rs`).

use super::key_wrap::{unwrap_key, wrap_key};
use crate::aes_gcm;
use crate::keys::SecretKey;

/// RFC 3394 §4.6: wrap 256 bits of key data with a 256-bit key.
mod rfc_3394 {
    pub(super) const WRAPPING: [u8; 32] = [
        0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e,
        0x0f, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d,
        0x1e, 0x1f,
    ];
    pub(super) const KEY: [u8; 32] = [
        0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee,
        0xff, 0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d,
        0x0e, 0x0f,
    ];
    pub(super) const WRAPPED: [u8; 40] = [
        0x28, 0xc9, 0xf4, 0x04, 0xc4, 0xb8, 0x10, 0xf4, 0xcb, 0xcc, 0xb3, 0x5c, 0xfb, 0x87, 0xf8,
        0x26, 0x3f, 0x57, 0x86, 0xe2, 0xd8, 0x0e, 0xd3, 0x26, 0xcb, 0xc7, 0xf0, 0xe7, 0x1a, 0x99,
        0xf4, 0x3b, 0xfb, 0x98, 0x8b, 0x9b, 0x7a, 0x02, 0xdd, 0x21,
    ];
}

#[test]
fn keys_are_wrapped_as_rfc_3394_shows() {
    let (wrapping, key) = (
        SecretKey::from_bytes(rfc_3394::WRAPPING),
        SecretKey::from_bytes(rfc_3394::KEY),
    );
    assert_eq!(wrap_key(&wrapping, &key).unwrap(), rfc_3394::WRAPPED);
    assert_eq!(unwrap_key(&wrapping, &rfc_3394::WRAPPED), Some(key));
}

#[test]
fn an_altered_wrapping_is_refused() {
    let wrapping = SecretKey::from_bytes(rfc_3394::WRAPPING);
    for position in 0..rfc_3394::WRAPPED.len() {
        let mut wrapped = rfc_3394::WRAPPED;
        wrapped[position] ^= 1;
        assert_eq!(unwrap_key(&wrapping, &wrapped), None, "byte {position}");
    }
}

/// RFC 7516 appendix A.1.2 to A.1.6: A256GCM with the encoded header as associated data.
#[test]
fn contents_are_encrypted_as_rfc_7516_shows() {
    let key = [
        177, 161, 244, 128, 84, 143, 225, 115, 63, 180, 3, 255, 107, 154, 212, 246, 138, 7, 110,
        91, 112, 46, 34, 105, 47, 130, 203, 46, 122, 234, 64, 252,
    ];
    let iv = [227, 197, 117, 252, 2, 219, 233, 68, 180, 225, 77, 219];
    let header = b"eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ";
    let plaintext = b"The true sign of intelligence is not knowledge but imagination.";
    let expected = [
        "5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A",
        "XFBoMYUZodetZdvTiFvSkQ",
    ]
    .map(|part| crate::base64url::decode(part).unwrap())
    .concat();

    assert_eq!(
        aes_gcm::seal(&key, iv, header, plaintext).unwrap(),
        expected
    );
    assert_eq!(
        aes_gcm::open(&key, iv, header, expected).unwrap(),
        plaintext
    );
}
