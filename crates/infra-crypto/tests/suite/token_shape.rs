//! D1 and D2, the text of a token: five parts, canonical base64url, at most 4 KiB.

use domain::ports::{InvalidToken, TokenCodec};
use domain::token::AccessToken;

use crate::forge::{Forge, INNER_HEADER, OUTER_HEADER, RawClaims, decode, encode};
use crate::subjects::{Forgeries, K1, assert_all_refused, codec, some_claims};

const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn a_token() -> String {
    codec(&[K1])
        .seal(&some_claims())
        .unwrap()
        .expose()
        .to_owned()
}

/// The token once for each of its parts, with that part changed.
fn with_each_part(change: impl Fn(&str) -> String) -> Forgeries {
    let token = a_token();
    let parts: Vec<&str> = token.split('.').collect();
    let changed = |index: usize| {
        let mut parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
        parts[index] = change(&parts[index]);
        (format!("part {index}"), parts.join("."))
    };
    (0..parts.len())
        .map(changed)
        .filter(|(_, forged)| *forged != token)
        .collect()
}

// D1
#[test]
fn another_number_of_parts_is_refused() {
    let token = a_token();
    let parts: Vec<&str> = token.split('.').collect();
    let mut forgeries: Forgeries = (0..5)
        .map(|count| (format!("{count} parts"), parts[..count].join(".")))
        .collect();
    forgeries.push(("6 parts, last empty".to_owned(), format!("{token}.")));
    forgeries.push(("6 parts, first empty".to_owned(), format!(".{token}")));
    forgeries.push(("6 parts".to_owned(), format!("{token}.AAAA")));
    forgeries.push(("5 empty parts".to_owned(), "....".to_owned()));
    forgeries.push(("a million dots".to_owned(), ".".repeat(1_000_000)));
    assert_all_refused(&codec(&[K1]), &forgeries);
}

// D1
#[test]
fn anything_around_a_token_is_refused() {
    let token = a_token();
    let texts = [
        format!("{token} "),
        format!(" {token}"),
        format!("{token}\n"),
        format!("{token}\0"),
        format!("Bearer {token}"),
        format!("\"{token}\""),
        format!("{token}{token}"),
        format!("{token},{token}"),
    ];
    assert_all_refused(
        &codec(&[K1]),
        &texts.map(|text| (text.clone(), text)).into(),
    );
}

// D1
#[test]
fn parts_that_are_empty_or_longer_or_shorter_are_refused() {
    let codec = codec(&[K1]);
    assert_all_refused(&codec, &with_each_part(|_| String::new()));
    assert_all_refused(&codec, &with_each_part(|part| format!("{part}A")));
    assert_all_refused(&codec, &with_each_part(|part| format!("{part}AAAA")));
    assert_all_refused(&codec, &with_each_part(|part| part[1..].to_owned()));
    assert_all_refused(
        &codec,
        &with_each_part(|part| part[..part.len() - 1].to_owned()),
    );
    assert_all_refused(
        &codec,
        &with_each_part(|part| part[..part.len() - 4].to_owned()),
    );
}

// D1
#[test]
fn other_spellings_of_the_same_bytes_are_refused() {
    let codec = codec(&[K1]);
    assert_all_refused(&codec, &with_each_part(|part| format!("{part}=")));
    assert_all_refused(&codec, &with_each_part(|part| format!("{part}==")));
    assert_all_refused(
        &codec,
        &with_each_part(|part| part.replace('-', "+").replace('_', "/")),
    );
    assert_all_refused(
        &codec,
        &with_each_part(|part| format!("{}\n{}", &part[..4], &part[4..])),
    );
    let loosened = with_each_part(with_loose_bits);
    // The wrapped key (40 bytes) and the tag (16 bytes) end in bits that stand for nothing.
    assert!(loosened.len() >= 2);
    assert_all_refused(&codec, &loosened);
}

/// The last character of a part whose length leaves loose bits, with one of them set.
fn with_loose_bits(part: &str) -> String {
    let (head, last) = part.split_at(part.len() - 1);
    let value = ALPHABET
        .iter()
        .position(|c| *c == last.as_bytes()[0])
        .unwrap();
    if part.len().is_multiple_of(4) {
        part.to_owned()
    } else {
        format!("{head}{}", char::from(ALPHABET[value | 1]))
    }
}

// D1
#[test]
fn every_single_flipped_bit_is_noticed() {
    let codec = codec(&[K1]);
    let token = a_token();
    let parts: Vec<Vec<u8>> = token.split('.').map(decode).collect();
    for (index, part) in parts.iter().enumerate() {
        for bit in 0..part.len() * 8 {
            let mut flipped = parts.clone();
            flipped[index][bit / 8] ^= 1 << (bit % 8);
            let forged = flipped.iter().map(encode).collect::<Vec<_>>().join(".");
            assert_eq!(
                codec.open(&forged),
                Err(InvalidToken),
                "bit {bit} of part {index}"
            );
        }
    }
}

// D1
#[test]
fn parts_of_two_tokens_do_not_mix() {
    let codec = codec(&[K1]);
    let (one, other) = (
        codec.seal(&some_claims()).unwrap(),
        codec.seal(&some_claims()).unwrap(),
    );
    let others: Vec<&str> = other.expose().split('.').collect();
    for (index, foreign) in others.iter().enumerate().skip(1) {
        let mut parts: Vec<&str> = one.expose().split('.').collect();
        assert_ne!(parts[index], *foreign, "a fresh key and IV per token");
        parts[index] = foreign;
        assert_eq!(
            codec.open(&parts.join(".")),
            Err(InvalidToken),
            "part {index}"
        );
    }
}

// D2: these would open, were they shorter.
#[test]
fn a_genuine_token_over_the_limit_is_refused() {
    let forge = Forge::new(K1);
    let mut padded = RawClaims::genuine().json();
    padded.push_str(&" ".repeat(1300));
    let within = forge.envelope(OUTER_HEADER, &forge.signed(INNER_HEADER, &padded));
    assert!(within.len() <= AccessToken::MAX_LENGTH);
    assert_eq!(codec(&[K1]).open(&within), Ok(some_claims()));

    padded.push_str(&" ".repeat(1000));
    let over = forge.envelope(OUTER_HEADER, &forge.signed(INNER_HEADER, &padded));
    assert!(over.len() > AccessToken::MAX_LENGTH);
    assert_eq!(codec(&[K1]).open(&over), Err(InvalidToken));
}
