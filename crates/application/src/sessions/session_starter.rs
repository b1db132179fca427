//! Starts sessions, and seals tokens for them.

use std::sync::Arc;
use std::time::Duration;

use domain::ports::{IdGenerator, SealTokenError, StorageError, TokenCodec, UnitOfWork};
use domain::request_origin::RequestOrigin;
use domain::session::{Session, SessionId, SessionPolicy, TokenId};
use domain::timestamp::Timestamp;
use domain::token::AccessToken;
use domain::user::UserId;

use crate::{Policies, Ports};

/// A token and what its client must know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedToken {
    /// The token.
    pub token: AccessToken,
    /// When it expires.
    pub expires_at: Timestamp,
    /// How long it lives from now, the moment of the reply (RFC 6749 §5.1).
    pub expires_in: Duration,
    /// The session it belongs to.
    pub session: SessionId,
}

/// Starts sessions; their ids are always made here, never taken from a client (C9).
#[derive(Clone)]
pub(crate) struct SessionStarter {
    ids: Arc<dyn IdGenerator>,
    codec: Arc<dyn TokenCodec>,
    policy: SessionPolicy,
}

impl SessionStarter {
    pub(crate) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            ids: ports.system.ids.clone(),
            codec: ports.crypto.tokens.clone(),
            policy: policies.sessions,
        }
    }

    /// A new session of this user and its first token; [`store`](Self::store) keeps it.
    pub(crate) fn start(
        &self,
        user: UserId,
        origin: RequestOrigin,
        now: Timestamp,
    ) -> Result<(Session, IssuedToken), SealTokenError> {
        let id = SessionId::from_uuid(self.ids.random());
        let session = Session::start(id, self.new_token(), user, origin, &self.policy, now);
        let issued = self.issue(&session, now)?;
        Ok((session, issued))
    }

    /// Stores a new session; the oldest ones of its user give way to it (C10). Gives those that did.
    pub(crate) async fn store(
        &self,
        unit: &mut dyn UnitOfWork,
        session: &Session,
    ) -> Result<Vec<Session>, StorageError> {
        unit.sessions().insert(session).await?;
        let keep = self.policy.max_per_user.get();
        unit.sessions()
            .displace(session.user, keep, session.created_at)
            .await
    }

    /// The session's newest token, sealed anew.
    pub(crate) fn issue(
        &self,
        session: &Session,
        now: Timestamp,
    ) -> Result<IssuedToken, SealTokenError> {
        Ok(IssuedToken {
            token: self.codec.seal(&session.current_claims(&self.policy))?,
            expires_at: session.current_expires_at,
            expires_in: session.current_expires_at.since(now.floor_to_second()),
            session: session.id,
        })
    }

    /// An id for one more token.
    pub(crate) fn new_token(&self) -> TokenId {
        TokenId::from_uuid(self.ids.random())
    }
}
