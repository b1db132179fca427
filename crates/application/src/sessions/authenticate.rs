//! Who sends this request.

use std::sync::Arc;
use std::time::Duration;

use domain::ports::{Clock, SessionQueries, TokenCodec};
use domain::session::SessionId;
use domain::token::TokenPhase;
use domain::user::User;

use crate::{Policies, Ports, UseCaseError};

/// The token does not count: not ours, altered, over, or its session or user is gone. One refusal for
/// all of them (D1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("could not validate credentials")]
pub struct Unauthenticated;

/// Who sends a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authenticated {
    /// The live record of the user: rights are read from here, never from the token (D9).
    pub user: User,
    /// The session.
    pub session: SessionId,
}

/// Checks a token against the live session and user (security.md 2.4). It writes nothing.
#[derive(Clone)]
pub struct Authenticate {
    tokens: Arc<dyn TokenCodec>,
    sessions: Arc<dyn SessionQueries>,
    clock: Arc<dyn Clock>,
    leeway: Duration,
}

impl Authenticate {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            tokens: ports.crypto.tokens.clone(),
            sessions: ports.storage.sessions.clone(),
            clock: ports.system.clock.clone(),
            leeway: policies.sessions.leeway,
        }
    }

    /// Finds out who sends a request. The session is judged before the token's expiry, so that a dead
    /// session's token is refused whatever its times say.
    ///
    /// # Errors
    /// One refusal for every token that does not count; a failure when storage cannot be asked.
    pub async fn execute(
        &self,
        token: &str,
    ) -> Result<Authenticated, UseCaseError<Unauthenticated>> {
        let claims = self
            .tokens
            .open(token)
            .map_err(|_| UseCaseError::Refused(Unauthenticated))?;
        let found = self.sessions.find(claims.session).await?;
        let now = self.clock.now();
        found
            .filter(|found| found.user.id == claims.subject && found.check_alive(now).is_ok())
            .filter(|_| claims.phase(now, self.leeway) == TokenPhase::Live)
            .map(|found| Authenticated {
                user: found.user,
                session: found.session.id,
            })
            .ok_or(UseCaseError::Refused(Unauthenticated))
    }
}
