//! Access tokens: what they say, and when they count.

use std::time::Duration;

use crate::secret::secret_text;
use crate::session::{Generation, SessionId, TokenId};
use crate::timestamp::Timestamp;
use crate::user::UserId;

secret_text! {
    /// A sealed access token as a client holds it.
    AccessToken
}

impl AccessToken {
    /// Most bytes of a token; a longer one is refused before any cryptography (D2).
    pub const MAX_LENGTH: usize = 4096;

    /// Takes a token that a `TokenCodec` sealed.
    #[must_use]
    pub const fn from_sealed(text: String) -> Self {
        Self(text)
    }
}

/// What a token says: who, in which session, and for how long. No address, no name, no role (D8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claims {
    /// `sub`: the user.
    pub subject: UserId,
    /// `sid`: the session.
    pub session: SessionId,
    /// `jti`: this token.
    pub token: TokenId,
    /// `gen`: the session's generation that this token belongs to.
    pub generation: Generation,
    /// `iat`.
    pub issued_at: Timestamp,
    /// `nbf`: `iat` less the leeway (D6).
    pub not_before: Timestamp,
    /// `exp`.
    pub expires_at: Timestamp,
    /// `auth_time`: when the user last proved who they are.
    pub auth_time: Timestamp,
}

/// Where in its life a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenPhase {
    /// Minted in the future: another clock is wrong, or somebody lies.
    NotYet,
    /// To be accepted.
    Live,
    /// Over.
    Expired,
}

impl Claims {
    /// Judges the token's times. `exp` plus the leeway is the last second at which it counts (D6).
    #[must_use]
    pub fn phase(&self, now: Timestamp, leeway: Duration) -> TokenPhase {
        if now < self.not_before {
            TokenPhase::NotYet
        } else if now >= self.expires_at.plus(leeway + Duration::from_secs(1)) {
            TokenPhase::Expired
        } else {
            TokenPhase::Live
        }
    }
}
