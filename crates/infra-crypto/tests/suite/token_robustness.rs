//! D1: no text whatsoever makes the codec panic or opens by chance.

use std::sync::LazyLock;

use domain::ports::{InvalidToken, TokenCodec};
use domain::session::{Generation, SessionId, TokenId};
use domain::timestamp::Timestamp;
use domain::token::Claims;
use domain::user::UserId;
use portico_infra_crypto::EncryptedTokenCodec;
use proptest::prelude::*;
use uuid::Uuid;

use crate::forge::{Forge, INNER_HEADER, OUTER_HEADER};
use crate::subjects::{K1, codec, some_claims};

static CODEC: LazyLock<EncryptedTokenCodec> = LazyLock::new(|| codec(&[K1]));
static TOKEN: LazyLock<String> =
    LazyLock::new(|| CODEC.seal(&some_claims()).unwrap().expose().to_owned());

fn a_time() -> impl Strategy<Value = Timestamp> {
    (0..=Timestamp::MAX.unix_seconds()).prop_map(Timestamp::from_unix_seconds)
}

prop_compose! {
    fn any_claims()(
        ids in any::<[u128; 3]>(), generation in 1..=i64::MAX,
        issued_at in a_time(), not_before in a_time(), expires_at in a_time(), auth_time in a_time(),
    ) -> Claims {
        let [subject, session, token] = ids.map(Uuid::from_u128);
        Claims {
            subject: UserId::from_uuid(subject),
            session: SessionId::from_uuid(session),
            token: TokenId::from_uuid(token),
            generation: Generation::from_stored(generation),
            issued_at, not_before, expires_at, auth_time,
        }
    }
}

proptest! {
    #[test]
    fn any_claims_come_back(claims in any_claims()) {
        let token = CODEC.seal(&claims).unwrap();
        prop_assert_eq!(CODEC.open(token.expose()), Ok(claims));
    }

    #[test]
    fn any_text_is_refused(text in any::<String>()) {
        prop_assert_eq!(CODEC.open(&text), Err(InvalidToken));
    }

    #[test]
    fn anything_in_five_parts_is_refused(text in r"[A-Za-z0-9_=-]{0,60}(\.[A-Za-z0-9_-]{0,60}){4}") {
        prop_assert_eq!(CODEC.open(&text), Err(InvalidToken));
    }

    #[test]
    fn any_parts_behind_the_right_header_are_refused(text in r"\.[A-Za-z0-9_-]{54}\.[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]{0,60}\.[A-Za-z0-9_-]{22}") {
        let header = TOKEN.split('.').next().unwrap();
        prop_assert_eq!(CODEC.open(&format!("{header}{text}")), Err(InvalidToken));
    }

    #[test]
    fn any_other_character_anywhere_is_noticed(at in any::<prop::sample::Index>(), other in any::<char>()) {
        let mut characters: Vec<char> = TOKEN.chars().collect();
        let position = at.index(characters.len());
        prop_assume!(characters[position] != other);
        characters[position] = other;
        prop_assert_eq!(CODEC.open(&String::from_iter(characters)), Err(InvalidToken));
    }

    #[test]
    fn any_cut_and_any_insertion_is_noticed(at in any::<prop::sample::Index>(), inserted in r"[A-Za-z0-9_.=-]{1,8}") {
        let position = at.index(TOKEN.len());
        prop_assert_eq!(CODEC.open(&TOKEN[..position]), Err(InvalidToken));
        let (head, tail) = TOKEN.split_at(position);
        prop_assert_eq!(CODEC.open(&format!("{head}{inserted}{tail}")), Err(InvalidToken));
    }

    #[test]
    fn any_content_in_a_right_envelope_is_refused(content in any::<String>()) {
        let token = Forge::new(K1).envelope(OUTER_HEADER, &content);
        prop_assert_eq!(CODEC.open(&token), Err(InvalidToken));
    }

    #[test]
    fn any_text_for_claims_under_a_right_signature_is_refused(claims in any::<String>()) {
        let forge = Forge::new(K1);
        let token = forge.envelope(OUTER_HEADER, &forge.signed(INNER_HEADER, &claims));
        prop_assert_eq!(CODEC.open(&token), Err(InvalidToken));
    }
}
