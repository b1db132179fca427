//! D1, outer layer: exactly one protected header is accepted per key.

use crate::forge::{Forge, INNER_HEADER, OUTER_HEADER, RawClaims};
use crate::subjects::{Forgeries, K1, K2, assert_all_refused, codec, some_claims};
use domain::ports::TokenCodec;

fn content(forge: &Forge) -> String {
    forge.signed(INNER_HEADER, &RawClaims::genuine().json())
}

/// Well encrypted tokens with these headers.
fn with_headers<S: AsRef<str>>(headers: impl IntoIterator<Item = S>) -> Forgeries {
    let forge = Forge::new(K1);
    let content = content(&forge);
    let forgery = |header: S| {
        (
            header.as_ref().to_owned(),
            forge.envelope(header.as_ref(), &content),
        )
    };
    headers.into_iter().map(forgery).collect()
}

fn with_members(members: &[(&str, &str)]) -> Forgeries {
    with_headers(
        members
            .iter()
            .map(|(from, to)| OUTER_HEADER.replace(from, to)),
    )
}

#[test]
fn the_one_right_header_is_accepted() {
    let forge = Forge::new(K1);
    let token = forge.envelope(OUTER_HEADER, &content(&forge));
    assert_eq!(codec(&[K1]).open(&token), Ok(some_claims()));
}

// D1
#[test]
fn other_key_algorithms_are_refused() {
    let others = [
        "none",
        "None",
        "nOnE",
        "",
        "a256kw",
        "A128KW",
        "A192KW",
        "A256GCMKW",
        "RSA1_5",
        "RSA-OAEP",
        "RSA-OAEP-256",
        "ECDH-ES",
        "ECDH-ES+A256KW",
        "HS256",
        "dir",
    ];
    let headers = others.map(|alg| OUTER_HEADER.replace("A256KW", alg));
    assert_all_refused(&codec(&[K1]), &with_headers(headers));
}

// D1
#[test]
fn direct_use_of_the_key_is_refused() {
    let forge = Forge::new(K1);
    let content = content(&forge);
    let forgeries = [
        OUTER_HEADER.to_owned(),
        OUTER_HEADER.replace("A256KW", "dir"),
    ]
    .map(|header| (header.clone(), forge.direct_envelope(&header, &content)));
    assert_all_refused(&codec(&[K1]), &forgeries.into());
}

// D1: 10^9 iterations would hold a thread for minutes.
#[test]
fn password_based_encryption_is_refused_without_being_tried() {
    let pbes = r#""alg":"PBES2-HS256+A128KW","p2s":"AAAAAAAAAAA","p2c":1000000000"#;
    assert_all_refused(&codec(&[K1]), &with_members(&[(r#""alg":"A256KW""#, pbes)]));
}

// D1
#[test]
fn other_content_algorithms_are_refused() {
    let others = [
        "A128GCM",
        "A192GCM",
        "A128CBC-HS256",
        "A256CBC-HS512",
        "none",
        "",
    ];
    let headers = others.map(|enc| OUTER_HEADER.replace("A256GCM", enc));
    assert_all_refused(&codec(&[K1]), &with_headers(headers));
}

// D1
#[test]
fn further_header_members_are_refused() {
    let further = [
        r#""zip":"DEF""#,
        r#""crit":["exp"],"exp":1700000900"#,
        r#""crit":[]"#,
        r#""jku":"https://127.0.0.1:9/keys""#,
        r#""x5u":"https://127.0.0.1:9/chain""#,
        r#""jwk":{"kty":"oct","k":"AAAA"}"#,
        r#""x5c":["AAAA"]"#,
        r#""x5t":"AAAA""#,
        r#""p2c":1"#,
        r#""apu":"AAAA""#,
        r#""alg":"A256KW""#,
        r#""kid":"k1""#,
    ];
    let headers = further.map(|member| OUTER_HEADER.replace('}', &format!(",{member}}}")));
    assert_all_refused(&codec(&[K1]), &with_headers(headers));
}

// D1
#[test]
fn missing_and_foreign_types_are_refused() {
    let members = [
        (r#","typ":"at+jwt""#, ""),
        (r#","cty":"JWT""#, ""),
        (r#""at+jwt""#, r#""JWT""#),
        (r#""at+jwt""#, r#""application/at+jwt""#),
        (r#""cty":"JWT""#, r#""cty":"jwt""#),
        (r#""cty":"JWT""#, r#""cty":"JSON""#),
    ];
    assert_all_refused(&codec(&[K1]), &with_members(&members));
}

// D1
#[test]
fn unknown_and_hostile_key_ids_are_refused() {
    let long = format!(r#""{}""#, "k".repeat(1_000_000));
    let ids = [
        r#""k2""#,
        r#""K1""#,
        r#""k1 ""#,
        r#""""#,
        r#""../../etc/passwd""#,
        r#""k1' OR '1'='1""#,
        r#""k1\u0000""#,
        "1",
        "null",
        r#"["k1"]"#,
        r#"{"k1":1}"#,
        &long,
    ];
    let headers = ids.map(|id| OUTER_HEADER.replace(r#""k1""#, id));
    assert_all_refused(&codec(&[K1]), &with_headers(headers));
    assert_all_refused(&codec(&[K1]), &with_members(&[(r#""kid":"k1","#, "")]));
}

// D1: two keys of one ring are not interchangeable.
#[test]
fn a_key_under_another_keys_id_is_refused() {
    let header = OUTER_HEADER.replace("k1", "k2");
    let forgeries = with_headers([header]);
    assert_all_refused(&codec(&[K1, K2]), &forgeries);
}

// D1: the header has one spelling.
#[test]
fn other_spellings_of_the_header_are_refused() {
    let spellings = [
        r#"{"enc":"A256GCM","alg":"A256KW","kid":"k1","cty":"JWT","typ":"at+jwt"}"#.to_owned(),
        OUTER_HEADER.replace(',', ", "),
        OUTER_HEADER.replace("k1", r"\u006b1"),
        format!("{OUTER_HEADER}\n"),
        format!("\u{feff}{OUTER_HEADER}"),
        format!("[{OUTER_HEADER}]"),
        "{}".to_owned(),
        "null".to_owned(),
        "not JSON".to_owned(),
        String::new(),
    ];
    assert_all_refused(&codec(&[K1]), &with_headers(spellings));
}
