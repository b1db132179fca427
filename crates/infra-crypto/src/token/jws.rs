//! The inner layer: claims signed with HMAC-SHA-256 (RFC 7515; typ `at+jwt`, RFC 9068 §2.1).

use domain::ports::InvalidToken;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};

use super::claim_set::ClaimSet;
use crate::keys::{Purpose, RingKey};

/// A signing key together with the one header that goes with it.
pub(super) struct JwsKey {
    header: Header,
    signing: EncodingKey,
    verifying: DecodingKey,
}

impl JwsKey {
    pub(super) fn new(key: &RingKey) -> Self {
        let secret = key.key(Purpose::TokenSignature).expose();
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some(key.id.clone());
        Self {
            header,
            signing: EncodingKey::from_secret(secret),
            verifying: DecodingKey::from_secret(secret),
        }
    }

    pub(super) fn sign(&self, claims: &ClaimSet) -> Result<String, jsonwebtoken::errors::Error> {
        encode(&self.header, claims, &self.signing)
    }

    /// Checks the signature, the claims that `expected` names, and that the header is the one that
    /// [`sign`](Self::sign) writes: nothing added, nothing left out.
    pub(super) fn verify(
        &self,
        jws: &[u8],
        expected: &Validation,
    ) -> Result<ClaimSet, InvalidToken> {
        let token = decode::<ClaimSet>(jws, &self.verifying, expected).map_err(|_| InvalidToken)?;
        (token.header == self.header)
            .then_some(token.claims)
            .ok_or(InvalidToken)
    }
}

/// What the library is to check. Every option is written out, so that neither a default nor an option
/// that a new version brings goes unnoticed: the literal would not compile.
///
/// The times must be there but are not judged: `Claims::phase` does that, after the session was
/// looked up (security.md 2.4) and with the clock of the application.
pub(super) fn expectations(issuer: &str, audience: &str) -> Validation {
    Validation {
        required_spec_claims: ["iss", "aud", "sub", "nbf", "exp"]
            .map(str::to_owned)
            .into(),
        leeway: 0,
        reject_tokens_expiring_in_less_than: 0,
        validate_exp: false,
        validate_nbf: false,
        validate_aud: true,
        aud: Some([audience.to_owned()].into()),
        iss: Some([issuer.to_owned()].into()),
        sub: None,
        algorithms: vec![Algorithm::HS256],
    }
}
