//! Access tokens as clients hold them.

use crate::token::{AccessToken, Claims};

/// A token that this server did not make, or that was altered. There is one error and no reason: a client
/// learns nothing from it (D1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the token is not valid")]
pub struct InvalidToken;

/// A token could not be made; the text is for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a token could not be sealed: {0}")]
pub struct SealTokenError(pub String);

/// Seals claims into an encrypted token and opens it again (security.md 2.1). Exactly one set of algorithms.
pub trait TokenCodec: Send + Sync {
    /// Seals claims. MUST show nothing of them (D8). (contract: `a_token_shows_nothing_of_its_claims`)
    ///
    /// # Errors
    /// When the cipher refuses.
    fn seal(&self, claims: &Claims) -> Result<AccessToken, SealTokenError>;

    /// Opens a token: size, key, decryption, signature, issuer, audience, type and the presence and form
    /// of every claim. The times are for the caller to judge ([`Claims::phase`]).
    /// (contracts: `claims_come_back_as_they_were`, `an_altered_token_is_refused`, `an_overlong_token_is_refused`)
    ///
    /// # Errors
    /// One and the same for everything that is not a token of ours.
    fn open(&self, token: &str) -> Result<Claims, InvalidToken>;
}
