//! The documented keys on the wire. None of them holds a token (E2).

use domain::session::{Session, TokenId};
use domain::user::UserId;
use serde::Serialize;
use utoipa::ToSchema;

/// The claims of a token (RFC 7519 §4.1) and its state. Times are seconds since the Unix epoch.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TokenRecord {
    /// The token's id.
    #[schema(value_type = Uuid)]
    jti: String,
    /// The user.
    #[schema(value_type = Uuid)]
    sub: String,
    /// The session.
    #[schema(value_type = Uuid)]
    sid: String,
    /// The session's generation that the token belongs to.
    #[schema(example = 3)]
    r#gen: i64,
    /// When it was minted.
    #[schema(example = 1_769_860_800)]
    iat: i64,
    /// When it expires.
    #[schema(example = 1_769_861_700)]
    exp: i64,
    /// When the user last proved who they are.
    #[schema(example = 1_769_857_200)]
    auth_time: i64,
    /// Whether its session lives.
    state: TokenState,
}

/// Whether the session of a token lives.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum TokenState {
    /// It does.
    Active,
    /// It was ended before its time.
    Revoked,
}

/// The newest token of a user.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LatestToken {
    /// The user.
    #[schema(value_type = Uuid)]
    user_id: String,
    /// The token's id.
    #[schema(value_type = Uuid)]
    jti: String,
}

impl From<&Session> for TokenRecord {
    fn from(session: &Session) -> Self {
        let state = match session.revoked {
            None => TokenState::Active,
            Some(_) => TokenState::Revoked,
        };
        Self {
            jti: session.current_token.to_string(),
            sub: session.user.to_string(),
            sid: session.id.to_string(),
            r#gen: session.generation.get(),
            iat: session.current_issued_at.unix_seconds(),
            exp: session.current_expires_at.unix_seconds(),
            auth_time: session.auth_time.unix_seconds(),
            state,
        }
    }
}

impl LatestToken {
    /// This token of this user.
    pub(super) fn new(user: UserId, token: TokenId) -> Self {
        Self {
            user_id: user.to_string(),
            jti: token.to_string(),
        }
    }
}
