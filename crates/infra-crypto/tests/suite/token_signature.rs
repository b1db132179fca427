//! D1, inner layer: only a JWS of this server is accepted, however well it is encrypted.

use aws_lc_rs::hmac::{HMAC_SHA384, HMAC_SHA512};

use crate::forge::{
    Forge, INNER_HEADER, OUTER_HEADER, RawClaims, encode, signed_as, signed_with, unsigned,
};
use crate::subjects::{Forgeries, K1, K2, assert_all_refused, codec};

/// Well encrypted tokens with these contents.
fn with_contents<S: AsRef<str>>(contents: impl IntoIterator<Item = S>) -> Forgeries {
    let forge = Forge::new(K1);
    let forgery = |content: S| {
        (
            content.as_ref().to_owned(),
            forge.envelope(OUTER_HEADER, content.as_ref()),
        )
    };
    contents.into_iter().map(forgery).collect()
}

fn claims() -> String {
    RawClaims::genuine().json()
}

fn genuine() -> String {
    Forge::new(K1).signed(INNER_HEADER, &claims())
}

// D1
#[test]
fn unsigned_contents_are_refused() {
    let mut contents = vec![claims(), encode(claims()), String::new(), "..".to_owned()];
    for alg in ["none", "None", "nOnE", "HS256"] {
        let header = INNER_HEADER.replace("HS256", alg);
        contents.push(format!("{}.", unsigned(&header, &claims())));
        contents.push(unsigned(&header, &claims()));
    }
    assert_all_refused(&codec(&[K1]), &with_contents(contents));
}

// D1
#[test]
fn contents_signed_with_another_key_are_refused() {
    let (ours, other) = (Forge::new(K1), Forge::new(K2));
    let contents = [&[][..], &[0; 32], &ours.encryption, &other.signature, b"k1"]
        .map(|key| signed_with(key, INNER_HEADER, &claims()));
    assert_all_refused(&codec(&[K1, K2]), &with_contents(contents));
}

// D1
#[test]
fn other_signature_algorithms_are_refused_with_the_right_key() {
    let key = Forge::new(K1).signature;
    let header = |alg: &str| INNER_HEADER.replace("HS256", alg);
    let mut contents = vec![
        signed_as(HMAC_SHA384, &key, &header("HS384"), &claims()),
        signed_as(HMAC_SHA512, &key, &header("HS512"), &claims()),
    ];
    // The confusion of a public key's bytes with an HMAC key needs one of these to be let in.
    for alg in [
        "RS256", "RS512", "PS256", "ES256", "ES384", "EdDSA", "hs256", "",
    ] {
        contents.push(signed_with(&key, &header(alg), &claims()));
    }
    assert_all_refused(&codec(&[K1]), &with_contents(contents));
}

// D1
#[test]
fn other_inner_headers_are_refused_with_the_right_signature() {
    let forge = Forge::new(K1);
    let headers = [
        INNER_HEADER.replace(r#""typ":"at+jwt","#, ""),
        INNER_HEADER.replace("at+jwt", "JWT"),
        INNER_HEADER.replace(r#","kid":"k1""#, ""),
        INNER_HEADER.replace("k1", "k2"),
        INNER_HEADER.replace('}', r#","cty":"JWT"}"#),
        INNER_HEADER.replace('}', r#","crit":["b64"],"b64":false}"#),
        INNER_HEADER.replace('}', r#","jku":"https://127.0.0.1:9/keys"}"#),
        INNER_HEADER.replace('}', r#","jwk":{"kty":"oct","alg":"HS256","k":"AAAA"}}"#),
        INNER_HEADER.replace('}', r#","custom":1}"#),
        INNER_HEADER.replace('}', r#","alg":"HS256"}"#),
        "{}".to_owned(),
        "not JSON".to_owned(),
    ];
    let contents = headers.map(|header| forge.signed(&header, &claims()));
    assert_all_refused(&codec(&[K1]), &with_contents(contents));
}

// D1
#[test]
fn malformed_contents_are_refused() {
    let jws = genuine();
    let contents = [
        format!("{jws}."),
        format!(".{jws}"),
        format!("{jws}="),
        format!("{jws}A"),
        format!("{jws}\n"),
        jws[..jws.len() - 1].to_owned(),
        jws.replace('.', ".."),
        Forge::new(K1).token(&claims()),
        format!("\"{jws}\""),
    ];
    assert_all_refused(&codec(&[K1]), &with_contents(contents));
}

// D1
#[test]
fn a_signature_alone_is_not_a_token() {
    assert_all_refused(
        &codec(&[K1]),
        &vec![("the inner JWS".to_owned(), genuine())],
    );
}
