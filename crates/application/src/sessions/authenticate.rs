//! Who sends this request.

use std::sync::Arc;

use domain::ports::{Clock, TokenCodec};
use domain::request_origin::RequestOrigin;
use domain::session::{
    Generation, RenewalPolicy, Session, SessionActivity, SessionId, SessionPolicy, SessionWithUser,
};
use domain::timestamp::Timestamp;
use domain::token::{Claims, TokenPhase};
use domain::user::User;

use super::renew::{NotRenewed, Renew, RenewError, Renewed};
use super::{ActivityLog, IssuedToken};
use crate::caches::SessionSource;
use crate::{Policies, Ports, UseCaseError};

/// The token does not count: not ours, altered, over, or its session or user is gone. One refusal for
/// all of them (D1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("could not validate credentials")]
pub struct Unauthenticated;

/// What a route does with an expired token of a live session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpiredTokens {
    /// It is renewed, where configuration lets that happen in band; otherwise refused.
    Renew,
    /// It is renewed as above, and accepted where it is not (E3).
    Accept,
    /// It is refused: the route wants a proof of now.
    Refuse,
}

/// Who sends a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authenticated {
    /// The live record of the user: rights are read from here, never from the token (D9).
    pub user: User,
    /// The session.
    pub session: SessionId,
    /// The token that takes the place of the expired one, if it was renewed.
    pub renewed: Option<IssuedToken>,
}

type AuthenticateError = UseCaseError<Unauthenticated>;

const TOO_LATE: RenewError = UseCaseError::Refused(NotRenewed::TooLate);

/// Checks a token against the live session and user (security.md 2.4). Warm, it neither asks the network nor
/// writes.
#[derive(Clone)]
pub struct Authenticate {
    tokens: Arc<dyn TokenCodec>,
    sessions: SessionSource,
    clock: Arc<dyn Clock>,
    renew: Renew,
    activity: ActivityLog,
    policy: SessionPolicy,
    renewal: RenewalPolicy,
}

impl Authenticate {
    pub(super) fn new(ports: &Ports, policies: &Policies, activity: &ActivityLog) -> Self {
        Self {
            tokens: ports.crypto.tokens.clone(),
            sessions: SessionSource::new(ports, policies),
            clock: ports.system.clock.clone(),
            renew: Renew::new(ports, policies),
            activity: activity.clone(),
            policy: policies.sessions,
            renewal: policies.renewal,
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
        expired: ExpiredTokens,
        origin: &RequestOrigin,
    ) -> Result<Authenticated, AuthenticateError> {
        let claims = self.tokens.open(token).map_err(|_| refused())?;
        let found = self.sessions.find(claims.session).await?;
        let now = self.clock.now();
        let found = found
            .filter(|found| counts(found, &claims, now))
            .ok_or_else(refused)?;
        match claims.phase(now, self.policy.leeway) {
            TokenPhase::Live => Ok(self.accept(found, &claims, now)),
            TokenPhase::Expired => self.expired(found, claims, expired, origin, now).await,
            TokenPhase::NotYet => Err(refused()),
        }
    }

    async fn expired(
        &self,
        found: SessionWithUser,
        claims: Claims,
        expired: ExpiredTokens,
        origin: &RequestOrigin,
        now: Timestamp,
    ) -> Result<Authenticated, AuthenticateError> {
        match expired {
            ExpiredTokens::Renew | ExpiredTokens::Accept if self.renewal.transparent => {
                match self.renew.execute(claims, origin.clone()).await {
                    Err(TOO_LATE) if expired == ExpiredTokens::Accept => {
                        Ok(self.accept(found, &claims, now))
                    }
                    renewed => renewed
                        .map(Renewed::into_authenticated)
                        .map_err(UseCaseError::refused_alike),
                }
            }
            ExpiredTokens::Accept => Ok(self.accept(found, &claims, now)),
            ExpiredTokens::Renew | ExpiredTokens::Refuse => Err(refused()),
        }
    }

    fn accept(&self, found: SessionWithUser, claims: &Claims, now: Timestamp) -> Authenticated {
        self.note(&found.session, claims, now);
        Authenticated {
            user: found.user,
            session: found.session.id,
            renewed: None,
        }
    }

    /// Notes what is worth writing down, as far as this copy tells, which may be some seconds old.
    fn note(&self, session: &Session, claims: &Claims, now: Timestamp) {
        let is_known = claims.generation == session.generation && session.current_used_at.is_some();
        let acknowledges = claims.generation >= session.generation
            && claims.generation > Generation::FIRST
            && !is_known;
        if !acknowledges && !session.is_worth_touching(&self.policy, now) {
            return;
        }
        let activity = SessionActivity {
            session: session.id,
            last_seen_at: now,
            idle_expires_at: now.plus(self.policy.idle_timeout),
            acknowledged: acknowledges.then_some((claims.token, now)),
        };
        self.activity.note(activity, self.policy.touch_interval());
    }
}

/// The session lives, its user is active, and it is this user's.
fn counts(found: &SessionWithUser, claims: &Claims, now: Timestamp) -> bool {
    found.user.id == claims.subject && found.check_alive(now).is_ok()
}

const fn refused() -> AuthenticateError {
    UseCaseError::Refused(Unauthenticated)
}
