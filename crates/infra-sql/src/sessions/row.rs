//! A session as a row, and back.

use domain::ports::StorageError;
use domain::request_origin::RequestOrigin;
use domain::session::{Generation, RevocationReason, Session, SessionId, SessionWithUser, TokenId};
use domain::timestamp::Timestamp;
use domain::user::UserId;
use sea_orm::DerivePartialModel;

use super::entity::Model;
use crate::origin::OriginColumns;
use crate::stored;
use crate::users::UserRow;

/// A session and its user, in one row of a join.
#[derive(DerivePartialModel)]
pub(crate) struct SessionWithUserRow {
    #[sea_orm(nested)]
    session: Model,
    #[sea_orm(nested)]
    user: UserRow,
}

impl TryFrom<SessionWithUserRow> for SessionWithUser {
    type Error = StorageError;

    fn try_from(row: SessionWithUserRow) -> Result<Self, Self::Error> {
        Ok(Self {
            session: row.session.try_into()?,
            user: row.user.try_into()?,
        })
    }
}

impl From<&Session> for Model {
    fn from(session: &Session) -> Self {
        let origin = OriginColumns::from(&session.origin);
        let reason = session.revoked.map(|(_, reason)| reason.as_str());
        Self {
            id: session.id.as_uuid(),
            user_id: session.user.as_uuid(),
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
            revoked_at: session.revoked.map(|(at, _)| at.unix_micros()),
            revocation_reason: reason.map(ToOwned::to_owned),
            ip: origin.ip,
            user_agent: origin.user_agent,
            request_id: origin.request_id,
        }
    }
}

impl TryFrom<Model> for Session {
    type Error = StorageError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        let at = Timestamp::from_unix_micros;
        let origin = OriginColumns {
            ip: row.ip,
            user_agent: row.user_agent,
            request_id: row.request_id,
        };
        Ok(Self {
            id: SessionId::from_uuid(row.id),
            user: UserId::from_uuid(row.user_id),
            created_at: at(row.created_at),
            auth_time: at(row.auth_time),
            last_seen_at: at(row.last_seen_at),
            idle_expires_at: at(row.idle_expires_at),
            absolute_expires_at: at(row.absolute_expires_at),
            generation: Generation::from_stored(row.generation),
            current_token: TokenId::from_uuid(row.current_token),
            current_issued_at: at(row.current_issued_at),
            current_expires_at: at(row.current_expires_at),
            current_used_at: row.current_used_at.map(at),
            previous_token: row.previous_token.map(TokenId::from_uuid),
            previous_used_at: row.previous_used_at.map(at),
            revoked: revocation(row.revoked_at.map(at), row.revocation_reason.as_deref())?,
            origin: RequestOrigin::try_from(origin)?,
        })
    }
}

fn revocation(
    at: Option<Timestamp>,
    reason: Option<&str>,
) -> Result<Option<(Timestamp, RevocationReason)>, StorageError> {
    let Some(at) = at else { return Ok(None) };
    let reason = reason.and_then(RevocationReason::from_name);
    Ok(Some((at, stored::known("revocation_reason", reason)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_comes_back_as_it_was() {
        let at = Timestamp::from_unix_micros(5);
        for reason in RevocationReason::ALL {
            let again = revocation(Some(at), Some(reason.as_str()));
            assert_eq!(again, Ok(Some((at, reason))));
        }
    }

    // A revoked session whose reason cannot be read must never come back as a live one.
    #[test]
    fn an_unknown_reason_is_an_error() {
        let at = Timestamp::from_unix_micros(5);
        assert!(revocation(Some(at), Some("tired")).is_err());
        assert!(revocation(Some(at), None).is_err());
    }
}
