//! Starts sessions and seals their first token.

use std::sync::Arc;
use std::time::Duration;

use domain::ports::{IdGenerator, SealTokenError, TokenCodec};
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
    /// How long it lives from its minting.
    pub expires_in: Duration,
    /// The session it belongs to.
    pub session: SessionId,
}

/// Starts sessions; their ids are always made here, never taken from a client (C9).
#[derive(Clone)]
pub(crate) struct TokenIssuer {
    ids: Arc<dyn IdGenerator>,
    codec: Arc<dyn TokenCodec>,
    policy: SessionPolicy,
}

impl TokenIssuer {
    pub(crate) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            ids: ports.system.ids.clone(),
            codec: ports.crypto.tokens.clone(),
            policy: policies.sessions,
        }
    }

    /// A new session of this user and its first token; the caller stores the session.
    pub(crate) fn start_session(
        &self,
        user: UserId,
        origin: RequestOrigin,
        now: Timestamp,
    ) -> Result<(Session, IssuedToken), SealTokenError> {
        let id = SessionId::from_uuid(self.ids.random());
        let token = TokenId::from_uuid(self.ids.random());
        let session = Session::start(id, token, user, origin, &self.policy, now);
        let issued = IssuedToken {
            token: self.codec.seal(&session.current_claims(&self.policy))?,
            expires_at: session.current_expires_at,
            expires_in: session.current_expires_at.since(session.current_issued_at),
            session: id,
        };
        Ok((session, issued))
    }
}
