//! What the tests are about: rings, codecs, claims, passwords.

use std::sync::Arc;

use domain::password::{NewPassword, Password, PasswordPolicy};
use domain::ports::{InvalidToken, TokenCodec};
use domain::session::{Generation, SessionId, TokenId};
use domain::timestamp::Timestamp;
use domain::token::Claims;
use domain::user::UserId;
use port_contracts::doubles::SeededSecrets;
use portico_infra_crypto::{EncryptedTokenCodec, KeyRing};
use uuid::Uuid;

pub(crate) const ISSUER: &str = "https://portico.test";
pub(crate) const AUDIENCE: &str = "portico";

/// Entries for rings.
pub(crate) const K1: &str = "k1:AAgSHiw8TmJ4kKrG5AQmSnCYwu4cTH6y6CBaltQUVpo";
pub(crate) const K2: &str = "k2:3q2-796tvu_erb7v3q2-796tvu_erb7v3q2-796tvu8";

pub(crate) fn ring(entries: &[&str]) -> KeyRing {
    KeyRing::parse(&entries.join(",")).unwrap()
}

pub(crate) fn codec(entries: &[&str]) -> EncryptedTokenCodec {
    EncryptedTokenCodec::new(
        &ring(entries),
        ISSUER,
        AUDIENCE,
        Arc::new(SeededSecrets::new(7)),
    )
}

pub(crate) fn some_claims() -> Claims {
    let issued_at = Timestamp::from_unix_seconds(1_700_000_000);
    Claims {
        subject: UserId::from_uuid(Uuid::from_u128(0x0189_0a5d_ac96_774b_bcce_b302_099a_8057)),
        session: SessionId::from_uuid(Uuid::from_u128(0x1111_1111_2222_4333_8444_5555_5555_5555)),
        token: TokenId::from_uuid(Uuid::from_u128(0x6666_6666_7777_4888_9999_aaaa_aaaa_aaaa)),
        generation: Generation::FIRST,
        issued_at,
        not_before: Timestamp::from_unix_seconds(1_699_999_995),
        expires_at: Timestamp::from_unix_seconds(1_700_000_900),
        auth_time: issued_at,
    }
}

/// A table of forgeries: what is wrong with each, and the token.
pub(crate) type Forgeries = Vec<(String, String)>;

/// D1: each is refused, all with one and the same error.
pub(crate) fn assert_all_refused(codec: &EncryptedTokenCodec, forgeries: &Forgeries) {
    for (name, token) in forgeries {
        assert_eq!(codec.open(token), Err(InvalidToken), "{name}");
    }
}

pub(crate) fn password(text: &str) -> Password {
    Password::parse(text).unwrap()
}

pub(crate) fn new_password(text: &str) -> NewPassword {
    PasswordPolicy::new(8, 256)
        .unwrap()
        .accept(password(text), false)
        .unwrap()
}
