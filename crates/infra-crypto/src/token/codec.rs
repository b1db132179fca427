//! The adapter: claims to token and back.

use std::sync::Arc;

use domain::ports::{InvalidToken, SealTokenError, SecretGenerator, TokenCodec};
use domain::token::{AccessToken, Claims};
use jsonwebtoken::Validation;

use super::claim_set::ClaimSet;
use super::jwe::{CompactJwe, JweKey};
use super::jws::{JwsKey, expectations};
use crate::keys::{KeyRing, KeySet};

/// Nested tokens: a JWS (HS256) inside a JWE (A256KW, A256GCM), with separate keys for the two.
///
/// Exactly one set of algorithms. A token names its key and nothing else about how it is to be opened.
pub struct EncryptedTokenCodec {
    keys: KeySet<TokenKey>,
    secrets: Arc<dyn SecretGenerator>,
    issuer: String,
    audience: String,
    expected: Validation,
}

struct TokenKey {
    envelope: JweKey,
    signature: JwsKey,
}

impl EncryptedTokenCodec {
    /// Seals with the ring's newest key and opens with any of its keys; `issuer` and `audience` are
    /// written into every token and demanded of it.
    #[must_use]
    pub fn new(
        keys: &KeyRing,
        issuer: &str,
        audience: &str,
        secrets: Arc<dyn SecretGenerator>,
    ) -> Self {
        Self {
            keys: keys.map(|key| TokenKey {
                envelope: JweKey::new(key),
                signature: JwsKey::new(key),
            }),
            secrets,
            issuer: issuer.to_owned(),
            audience: audience.to_owned(),
            expected: expectations(issuer, audience),
        }
    }
}

impl TokenCodec for EncryptedTokenCodec {
    fn seal(&self, claims: &Claims) -> Result<AccessToken, SealTokenError> {
        let newest = self.keys.newest();
        let claims = ClaimSet::write(claims, &self.issuer, &self.audience)?;
        let signed = newest
            .signature
            .sign(&claims)
            .map_err(|error| SealTokenError(error.to_string()))?;
        let token = newest
            .envelope
            .encrypt(signed.as_bytes(), &*self.secrets)
            .map_err(|_| SealTokenError("the cipher refused".to_owned()))?;
        within_limit(token)
    }

    fn open(&self, token: &str) -> Result<Claims, InvalidToken> {
        // D2: before anything is decoded.
        if token.len() > AccessToken::MAX_LENGTH {
            return Err(InvalidToken);
        }
        let jwe = CompactJwe::split(token).ok_or(InvalidToken)?;
        let key = self
            .keys
            .find(|key| key.envelope.has_made(&jwe))
            .ok_or(InvalidToken)?;
        let signed = key.envelope.decrypt(&jwe).ok_or(InvalidToken)?;
        key.signature.verify(&signed, &self.expected)?.read()
    }
}

/// Only a very long issuer or audience can make a token that [`TokenCodec::open`] would refuse.
fn within_limit(token: String) -> Result<AccessToken, SealTokenError> {
    if token.len() <= AccessToken::MAX_LENGTH {
        Ok(AccessToken::from_sealed(token))
    } else {
        Err(SealTokenError(
            "the issuer or the audience is too long".to_owned(),
        ))
    }
}
