//! A3, A9, D7, F9r: digests of the secrets of flows and links, and of codes.

use domain::link::LinkToken;
use domain::ports::OtpDigester;
use domain::registration::{CodeDigest, FlowKey, OtpCode, RegistrationKey, RegistrationSecret};
use portico_infra_crypto::HmacOtpDigester;

use crate::subjects::{K1, K2, ring};

fn flow() -> FlowKey {
    FlowKey::from(&RegistrationKey::from_digest([7; 32]))
}

fn code(text: &str) -> OtpCode {
    OtpCode::parse(text).unwrap()
}

fn digester(entries: &[&str]) -> HmacOtpDigester {
    HmacOtpDigester::new(&ring(entries))
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

// A3
#[test]
fn a_secret_is_named_by_its_sha_256() {
    let secret = RegistrationSecret::parse(&"0123456789abcdef".repeat(4)).unwrap();
    assert_eq!(
        hex(digester(&[K1]).key(&secret).as_bytes()),
        "a8ae6e6ee929abea3afcfc5258c8ccd6f85273e0d4626d26c7279f3250f77c8e"
    );
}

// F9r: the whole token is digested, as its digits.
#[test]
fn a_link_is_kept_as_the_sha_256_of_its_token() {
    let token = LinkToken::parse(&"0123456789abcdef".repeat(4)).unwrap();
    assert_eq!(
        hex(digester(&[K1]).link(&token).as_bytes()),
        "a8ae6e6ee929abea3afcfc5258c8ccd6f85273e0d4626d26c7279f3250f77c8e"
    );
}

// D7: links that were mailed outlive a rotation.
#[test]
fn a_link_is_the_same_under_every_key() {
    let token = LinkToken::parse(&"ab".repeat(32)).unwrap();
    assert_eq!(digester(&[K1]).link(&token), digester(&[K2]).link(&token));
}

// A9: made with OpenSSL from the ring entry `K1` and the registration key 0, 1, .. 31.
#[test]
fn a_code_is_digested_as_another_implementation_does() {
    let registration =
        RegistrationKey::from_digest(std::array::from_fn(|i| u8::try_from(i).unwrap()));
    let digest = digester(&[K1]).digest((&registration).into(), &code("012345"));
    assert_eq!(digest.key_id, "k1");
    assert_eq!(
        hex(&digest.mac),
        "34c2aa0507f1205baecd8e57bcc8c73e5d7899e6f7e537a18c7b70591f939c70"
    );
}

// A9, D7
#[test]
fn a_digest_of_an_older_key_still_counts() {
    let digest = digester(&[K1]).digest(flow(), &code("123456"));
    let rotated = digester(&[K2, K1]);
    assert!(rotated.matches(flow(), &code("123456"), &digest));
    assert!(!rotated.matches(flow(), &code("123457"), &digest));
    assert_eq!(rotated.digest(flow(), &code("123456")).key_id, "k2");
}

// D7
#[test]
fn a_digest_of_a_removed_or_renamed_key_matches_nothing() {
    let digest = digester(&[K1]).digest(flow(), &code("123456"));
    let renamed = CodeDigest {
        key_id: "k2".to_owned(),
        ..digest.clone()
    };
    assert!(!digester(&[K2]).matches(flow(), &code("123456"), &digest));
    assert!(!digester(&[K1, K2]).matches(flow(), &code("123456"), &renamed));
}

// A9
#[test]
fn a_shifted_or_longer_code_does_not_match() {
    let digester = digester(&[K1]);
    let digest = digester.digest(flow(), &code("123456"));
    for other in ["1234560", "0123456", "654321", "012345"] {
        assert!(!digester.matches(flow(), &code(other), &digest), "{other}");
    }
}
