//! The token format against a whole JOSE library of another language.
//!
//! The files in `tests/vectors` were made with jwcrypto 1.6.1 (Python) like this: both keys are HKDF-SHA-256 of the ring
//! entry with salt `portico/1/key-ring` and the labels `portico/1/token-encryption` and `portico/1/token-signature`;
//! the claims, as JSON without spaces, are signed as a compact JWS with the protected header [`INNER_HEADER`]; that
//! text is encrypted as a compact JWE with the protected header [`OUTER_HEADER`]. In both headers `kid` is the
//! entry's. The content keys and IVs are random.
//!
//! jwcrypto opened our own tokens too: the one in `token_vectors.rs`, which is what our codec seals to the letter,
//! and that gave back its headers and claims.

use domain::ports::{InvalidToken, TokenCodec};
use domain::session::{Generation, TokenId};
use domain::timestamp::Timestamp;
use domain::token::Claims;
use portico_infra_crypto::EncryptedTokenCodec;
use uuid::Uuid;

use crate::forge::{INNER_HEADER, OUTER_HEADER, decode};
use crate::subjects::{AUDIENCE, K1, K2, codec, ring, some_claims};

/// Those of `some_claims`.
const PLAIN: &str = include_str!("../vectors/jwcrypto-k1-plain.jwe");
/// Numbers at their ends: the last second of the year 9999, a generation that no 64-bit float can hold.
const EXTREME: &str = include_str!("../vectors/jwcrypto-k2-extreme.jwe");
/// The same with its members sorted by name.
const SORTED: &str = include_str!("../vectors/jwcrypto-k1-sorted.jwe");

fn extreme_claims() -> Claims {
    Claims {
        token: TokenId::from_uuid(Uuid::from_u128(0x0000_0000_0000_4000_8000_0000_0000_0001)),
        generation: Generation::from_stored(9_007_199_254_740_993),
        issued_at: Timestamp::from_unix_seconds(1_893_456_000),
        not_before: Timestamp::from_unix_seconds(1_893_455_940),
        expires_at: Timestamp::from_unix_seconds(253_402_300_799),
        auth_time: Timestamp::from_unix_seconds(0),
        ..some_claims()
    }
}

// RFC 7516, RFC 7515
#[test]
fn tokens_of_another_library_are_opened() {
    let codec = codec(&[K1, K2]);
    assert_eq!(codec.open(PLAIN.trim_end()), Ok(some_claims()));
    assert_eq!(codec.open(EXTREME.trim_end()), Ok(extreme_claims()));
    assert_eq!(codec.open(SORTED.trim_end()), Ok(extreme_claims()));
}

// D1: the keys are right, so only what is checked beyond them can refuse.
#[test]
fn tokens_of_another_library_are_judged_as_our_own() {
    let elsewhere = EncryptedTokenCodec::new(
        &ring(&[K1]),
        "https://elsewhere.test",
        AUDIENCE,
        std::sync::Arc::new(port_contracts::doubles::SeededSecrets::new(7)),
    );
    assert_eq!(elsewhere.open(PLAIN.trim_end()), Err(InvalidToken));
    assert_eq!(codec(&[K2]).open(PLAIN.trim_end()), Err(InvalidToken));
    assert_eq!(codec(&[K1]).open(PLAIN), Err(InvalidToken), "a line end");
}

/// What the vectors say about their headers is what they hold.
#[test]
fn the_vectors_have_the_headers_that_they_were_made_with() {
    let header = |token: &str| decode(token.split('.').next().unwrap());
    assert_eq!(header(PLAIN), OUTER_HEADER.as_bytes());
    assert_eq!(header(EXTREME), OUTER_HEADER.replace("k1", "k2").as_bytes());
    assert!(INNER_HEADER.contains(r#""alg":"HS256""#));
}
