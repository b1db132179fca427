//! Makes tokens of any kind with the real keys: a second writer of the format, with no care for its rules.
//!
//! Whatever it makes is well encrypted and well signed, so that a test sees the one rule at work that it
//! is about.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
use aws_lc_rs::hmac::{self, HMAC_SHA256};
use aws_lc_rs::key_wrap::{AES_256, AesKek, KeyWrap};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

pub(crate) const OUTER_HEADER: &str =
    r#"{"alg":"A256KW","enc":"A256GCM","kid":"k1","cty":"JWT","typ":"at+jwt"}"#;
pub(crate) const INNER_HEADER: &str = r#"{"typ":"at+jwt","alg":"HS256","kid":"k1"}"#;

const CONTENT_KEY: [u8; 32] = [9; 32];
const IV: [u8; 12] = [8; 12];

/// Holds the derived keys of one ring entry.
pub(crate) struct Forge {
    pub(crate) encryption: [u8; 32],
    pub(crate) signature: [u8; 32],
}

impl Forge {
    pub(crate) fn new(entry: &str) -> Self {
        let (_, key) = entry.split_once(':').unwrap();
        let key = URL_SAFE_NO_PAD.decode(key).unwrap();
        Self {
            encryption: derive(&key, "portico/1/token-encryption"),
            signature: derive(&key, "portico/1/token-signature"),
        }
    }

    /// A genuine token with these claims.
    pub(crate) fn token(&self, claims: &str) -> String {
        self.envelope(OUTER_HEADER, &self.signed(INNER_HEADER, claims))
    }

    /// Signs with HMAC-SHA-256, whatever the header says.
    pub(crate) fn signed(&self, header: &str, claims: &str) -> String {
        signed_with(&self.signature, header, claims)
    }

    /// Encrypts as A256KW and A256GCM, whatever the header says.
    pub(crate) fn envelope(&self, header: &str, content: &str) -> String {
        let mut wrapped = [0; 40];
        AesKek::new(&AES_256, &self.encryption)
            .unwrap()
            .wrap(&CONTENT_KEY, &mut wrapped)
            .unwrap();
        sealed(header, &wrapped, CONTENT_KEY, content)
    }

    /// Encrypts with the wrapping key itself, as `dir` does (RFC 7518 §4.5).
    pub(crate) fn direct_envelope(&self, header: &str, content: &str) -> String {
        sealed(header, &[], self.encryption, content)
    }
}

/// Signs with HMAC-SHA-256 and any key.
pub(crate) fn signed_with(key: &[u8], header: &str, claims: &str) -> String {
    signed_as(HMAC_SHA256, key, header, claims)
}

/// Signs with any HMAC.
pub(crate) fn signed_as(
    algorithm: hmac::Algorithm,
    key: &[u8],
    header: &str,
    claims: &str,
) -> String {
    let message = unsigned(header, claims);
    let tag = hmac::sign(&hmac::Key::new(algorithm, key), message.as_bytes());
    format!("{message}.{}", encode(tag))
}

/// The first two parts of a JWS.
pub(crate) fn unsigned(header: &str, claims: &str) -> String {
    format!("{}.{}", encode(header), encode(claims))
}

pub(crate) fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn decode(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

fn sealed(header: &str, encrypted_key: &[u8], key: [u8; 32], content: &str) -> String {
    let header = encode(header);
    let mut bytes = content.as_bytes().to_vec();
    let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).unwrap());
    let tag = cipher
        .seal_in_place_separate_tag(
            Nonce::assume_unique_for_key(IV),
            Aad::from(header.as_bytes()),
            &mut bytes,
        )
        .unwrap();
    let parts = [encrypted_key, &IV, &bytes, tag.as_ref()].map(encode);
    format!("{header}.{}", parts.join("."))
}

fn derive(key: &[u8], label: &str) -> [u8; 32] {
    let mut derived = [0; 32];
    Salt::new(HKDF_SHA256, b"portico/1/key-ring")
        .extract(key)
        .expand(&[label.as_bytes()], HKDF_SHA256)
        .unwrap()
        .fill(&mut derived)
        .unwrap();
    derived
}

/// The members of a set of claims as raw JSON, so that a test can write what no serialiser would.
#[derive(Clone)]
pub(crate) struct RawClaims(Vec<(String, String)>);

impl RawClaims {
    /// Those of [`some_claims`](crate::subjects::some_claims).
    pub(crate) fn genuine() -> Self {
        let members = [
            ("iss", r#""https://portico.test""#),
            ("aud", r#""portico""#),
            ("sub", r#""01890a5d-ac96-774b-bcce-b302099a8057""#),
            ("sid", r#""11111111-2222-4333-8444-555555555555""#),
            ("jti", r#""66666666-7777-4888-9999-aaaaaaaaaaaa""#),
            ("gen", "1"),
            ("iat", "1700000000"),
            ("nbf", "1699999995"),
            ("exp", "1700000900"),
            ("auth_time", "1700000000"),
        ];
        Self(
            members
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
        )
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.0.iter().map(|(name, _)| name.clone()).collect()
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        let member = self.0.iter_mut().find(|(known, _)| known == name).unwrap();
        value.clone_into(&mut member.1);
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.0.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn and(mut self, name: &str, value: &str) -> Self {
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn json(&self) -> String {
        let members: Vec<String> = self
            .0
            .iter()
            .map(|(name, value)| format!(r#""{name}":{value}"#))
            .collect();
        format!("{{{}}}", members.join(","))
    }
}
