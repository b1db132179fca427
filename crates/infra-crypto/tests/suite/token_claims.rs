//! D1, claims: a genuine signature does not make wrong claims right.

use crate::forge::{Forge, RawClaims};
use crate::subjects::{Forgeries, K1, assert_all_refused, codec, some_claims};
use domain::ports::TokenCodec;

const TIMES: [&str; 4] = ["iat", "nbf", "exp", "auth_time"];
const IDS: [&str; 3] = ["sub", "sid", "jti"];

/// Well made tokens with these claims.
fn with_claims(claims: impl IntoIterator<Item = RawClaims>) -> Forgeries {
    let forge = Forge::new(K1);
    let forgery = |claims: RawClaims| (claims.json(), forge.token(&claims.json()));
    claims.into_iter().map(forgery).collect()
}

fn each_with(names: &[&str], values: &[&str]) -> Vec<RawClaims> {
    let with = |name: &str| {
        values
            .iter()
            .map(|value| RawClaims::genuine().with(name, value))
            .collect::<Vec<_>>()
    };
    names.iter().flat_map(|name| with(name)).collect()
}

#[test]
fn genuine_claims_are_accepted() {
    let token = Forge::new(K1).token(&RawClaims::genuine().json());
    assert_eq!(codec(&[K1]).open(&token), Ok(some_claims()));
}

// D1
#[test]
fn every_claim_is_demanded() {
    let missing = |name: &String| RawClaims::genuine().without(name);
    let claims: Vec<_> = RawClaims::genuine().names().iter().map(missing).collect();
    assert_eq!(claims.len(), 10);
    assert_all_refused(&codec(&[K1]), &with_claims(claims));
}

// D1
#[test]
fn no_claim_may_be_there_twice() {
    let values = [
        ("iss", r#""https://portico.test""#),
        ("aud", r#""portico""#),
        ("exp", "1900000000"),
    ];
    let mut claims = values
        .map(|(name, value)| RawClaims::genuine().and(name, value))
        .to_vec();
    for name in RawClaims::genuine().names() {
        claims.push(RawClaims::genuine().and(&name, "1"));
    }
    assert_all_refused(&codec(&[K1]), &with_claims(claims));
}

// D1
#[test]
fn no_other_claim_may_be_there() {
    let claims = [
        ("role", r#""admin""#),
        ("email", r#""a@b.test""#),
        ("ver", "1"),
        ("EXP", "1"),
    ];
    let claims = claims.map(|(name, value)| RawClaims::genuine().and(name, value));
    assert_all_refused(&codec(&[K1]), &with_claims(claims));
}

// D1
#[test]
fn times_are_whole_seconds_of_this_calendar() {
    let values = [
        r#""1700000900""#,
        "1700000900.0",
        "1700000900.5",
        "1.7e9",
        "-1",
        "-0",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "253402300800",
        "1e400",
        "null",
        "true",
        "[1700000900]",
        "{}",
    ];
    assert_all_refused(&codec(&[K1]), &with_claims(each_with(&TIMES, &values)));
}

// D1
#[test]
fn ids_are_uuids_in_their_one_form() {
    let values = [
        r#""""#,
        r#""1""#,
        "1",
        "null",
        r#"["66666666-7777-4888-9999-aaaaaaaaaaaa"]"#,
        r#""66666666-7777-4888-9999-AAAAAAAAAAAA""#,
        r#""66666666777748889999aaaaaaaaaaaa""#,
        r#""{66666666-7777-4888-9999-aaaaaaaaaaaa}""#,
        r#""urn:uuid:66666666-7777-4888-9999-aaaaaaaaaaaa""#,
        r#"" 66666666-7777-4888-9999-aaaaaaaaaaaa""#,
    ];
    assert_all_refused(&codec(&[K1]), &with_claims(each_with(&IDS, &values)));
}

// D1
#[test]
fn generations_are_counted_from_one() {
    let values = ["0", "-1", "1.0", r#""1""#, "9223372036854775808", "null"];
    assert_all_refused(&codec(&[K1]), &with_claims(each_with(&["gen"], &values)));
}

// D1
#[test]
fn another_issuer_or_audience_is_refused() {
    let values = [
        r#""https://portico.test/""#,
        r#""https://PORTICO.test""#,
        r#""other""#,
        r#""""#,
        "null",
        "1",
        r#"["https://portico.test","portico"]"#,
        r#"["https://portico.test"]"#,
        r#"["portico"]"#,
    ];
    assert_all_refused(
        &codec(&[K1]),
        &with_claims(each_with(&["iss", "aud"], &values)),
    );
}

// D1
#[test]
fn claims_must_be_one_json_object() {
    let forge = Forge::new(K1);
    let genuine = RawClaims::genuine().json();
    let texts = [
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        "{}".to_owned(),
        format!("[{genuine}]"),
        format!("{genuine}{genuine}"),
        format!("{genuine},"),
        "[".repeat(500),
        genuine.replace("portico\"", "portico\u{0}\""),
    ];
    let forgeries = texts.map(|text| (text.clone(), forge.token(&text)));
    assert_all_refused(&codec(&[K1]), &forgeries.into());
}
