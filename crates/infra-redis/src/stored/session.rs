//! A session as a value, with its user or without.

use domain::ports::CacheError;
use domain::request_origin::RequestOrigin;
use domain::session::{Generation, RevocationReason, Session, SessionId, SessionWithUser, TokenId};
use domain::timestamp::Timestamp;
use domain::user::{User, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::origin::StoredOrigin;
use super::user::StoredUser;

#[derive(Serialize, Deserialize)]
pub(crate) struct StoredSessionWithUser {
    session: StoredSession,
    user: StoredUser,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct StoredSession {
    id: Uuid,
    user: Uuid,
    created_at: i64,
    auth_time: i64,
    last_seen_at: i64,
    idle_expires_at: i64,
    absolute_expires_at: i64,
    generation: i64,
    current_token: Uuid,
    current_issued_at: i64,
    current_expires_at: i64,
    current_used_at: Option<i64>,
    previous_token: Option<Uuid>,
    previous_used_at: Option<i64>,
    /// Must be there, be it `null`: a value that says nothing of it must not come back as a live session.
    #[serde(deserialize_with = "Option::deserialize")]
    revoked: Option<StoredRevocation>,
    origin: StoredOrigin,
}

#[derive(Serialize, Deserialize)]
struct StoredRevocation {
    at: i64,
    #[serde(with = "StoredReason")]
    reason: RevocationReason,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "RevocationReason", rename_all = "snake_case")]
enum StoredReason {
    LogOut,
    PasswordChange,
    TokenReuse,
    Ended,
    Disabled,
    Displaced,
    Expired,
}

impl From<&SessionWithUser> for StoredSessionWithUser {
    fn from(found: &SessionWithUser) -> Self {
        Self {
            session: StoredSession::from(&found.session),
            user: StoredUser::from(&found.user),
        }
    }
}

impl TryFrom<StoredSessionWithUser> for SessionWithUser {
    type Error = CacheError;

    fn try_from(stored: StoredSessionWithUser) -> Result<Self, Self::Error> {
        Ok(Self {
            session: Session::try_from(stored.session)?,
            user: User::try_from(stored.user)?,
        })
    }
}

impl From<&Session> for StoredSession {
    fn from(session: &Session) -> Self {
        let revocation = |(at, reason): (Timestamp, _)| StoredRevocation {
            at: at.unix_micros(),
            reason,
        };
        Self {
            id: session.id.as_uuid(),
            user: session.user.as_uuid(),
            created_at: session.created_at.unix_micros(),
            auth_time: session.auth_time.unix_micros(),
            last_seen_at: session.last_seen_at.unix_micros(),
            idle_expires_at: session.idle_expires_at.unix_micros(),
            absolute_expires_at: session.absolute_expires_at.unix_micros(),
            generation: session.generation.get(),
            current_token: session.current_token.as_uuid(),
            current_issued_at: session.current_issued_at.unix_micros(),
            current_expires_at: session.current_expires_at.unix_micros(),
            current_used_at: session.current_used_at.map(Timestamp::unix_micros),
            previous_token: session.previous_token.map(TokenId::as_uuid),
            previous_used_at: session.previous_used_at.map(Timestamp::unix_micros),
            revoked: session.revoked.map(revocation),
            origin: StoredOrigin::from(&session.origin),
        }
    }
}

impl TryFrom<StoredSession> for Session {
    type Error = CacheError;

    fn try_from(stored: StoredSession) -> Result<Self, Self::Error> {
        let at = Timestamp::from_unix_micros;
        Ok(Self {
            id: SessionId::from_uuid(stored.id),
            user: UserId::from_uuid(stored.user),
            created_at: at(stored.created_at),
            auth_time: at(stored.auth_time),
            last_seen_at: at(stored.last_seen_at),
            idle_expires_at: at(stored.idle_expires_at),
            absolute_expires_at: at(stored.absolute_expires_at),
            generation: Generation::from_stored(stored.generation),
            current_token: TokenId::from_uuid(stored.current_token),
            current_issued_at: at(stored.current_issued_at),
            current_expires_at: at(stored.current_expires_at),
            current_used_at: stored.current_used_at.map(at),
            previous_token: stored.previous_token.map(TokenId::from_uuid),
            previous_used_at: stored.previous_used_at.map(at),
            revoked: stored.revoked.map(|it| (at(it.at), it.reason)),
            origin: RequestOrigin::try_from(stored.origin)?,
        })
    }
}
