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

/// What can be done to the bytes of a token.
#[derive(Clone, Debug)]
enum Mutation {
    Flip(prop::sample::Index, u8),
    Cut(prop::sample::Index, prop::sample::Index),
    Repeat(prop::sample::Index, prop::sample::Index),
    SwapParts(prop::sample::Index, prop::sample::Index),
    Insert(prop::sample::Index, Vec<u8>),
}

impl Mutation {
    fn apply(&self, token: &mut Vec<u8>) {
        let range = |a: &prop::sample::Index, b: &prop::sample::Index, length: usize| {
            let (a, b) = (a.index(length + 1), b.index(length + 1));
            a.min(b)..a.max(b)
        };
        match self {
            Self::Flip(..) if token.is_empty() => {}
            Self::Flip(at, bit) => {
                let at = at.index(token.len());
                token[at] ^= 1 << bit;
            }
            Self::Cut(a, b) => drop(token.drain(range(a, b, token.len()))),
            Self::Repeat(a, b) => token.extend_from_within(range(a, b, token.len())),
            Self::SwapParts(a, b) => {
                let mut parts: Vec<&[u8]> = token.split(|byte| *byte == b'.').collect();
                let (a, b) = (a.index(parts.len()), b.index(parts.len()));
                parts.swap(a, b);
                *token = parts.join(&b'.');
            }
            Self::Insert(at, bytes) => {
                let at = at.index(token.len() + 1);
                token.splice(at..at, bytes.iter().copied());
            }
        }
    }
}

fn a_mutation() -> impl Strategy<Value = Mutation> {
    let place = any::<prop::sample::Index>;
    prop_oneof![
        (place(), 0..8_u8).prop_map(|(at, bit)| Mutation::Flip(at, bit)),
        (place(), place()).prop_map(|(a, b)| Mutation::Cut(a, b)),
        (place(), place()).prop_map(|(a, b)| Mutation::Repeat(a, b)),
        (place(), place()).prop_map(|(a, b)| Mutation::SwapParts(a, b)),
        (place(), any::<Vec<u8>>()).prop_map(|(at, bytes)| Mutation::Insert(at, bytes)),
    ]
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

    // Several mutations at once, as a fuzzer would pile them up: whatever is left of the token, it is refused.
    #[test]
    fn any_pile_of_mutations_is_refused(mutations in prop::collection::vec(a_mutation(), 1..6)) {
        let mut token = TOKEN.clone().into_bytes();
        for mutation in &mutations {
            mutation.apply(&mut token);
        }
        prop_assume!(token != TOKEN.as_bytes());
        let text = String::from_utf8_lossy(&token);
        prop_assert_eq!(CODEC.open(&text), Err(InvalidToken));
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
