//! Renewal: an expired token gets its successor, the same for everybody who held it (security.md 2.5).

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::ports::{Clock, TokenCodec, UnitOfWork, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::session::{
    RenewalPolicy, RenewalVerdict, ReuseAction, RevocationReason, SessionId, SessionPolicy,
    SessionWithUser, TokenId,
};
use domain::timestamp::Timestamp;
use domain::token::Claims;
use domain::user::User;

use super::announcer::Announcer;
use super::{Authenticated, IssuedToken, SessionStarter, Unauthenticated};
use crate::audit::AuditTrail;
use crate::jobs::Outbox;
use crate::mail::ReuseMail;
use crate::single_flight::SingleFlight;
use crate::{Policies, Ports, UseCaseError};

/// A renewed token and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewed {
    /// The live record of the user.
    pub user: User,
    /// The session's newest token.
    pub token: IssuedToken,
}

impl Renewed {
    pub(super) fn into_authenticated(self) -> Authenticated {
        Authenticated {
            user: self.user,
            session: self.token.session,
            renewed: Some(self.token),
        }
    }
}

/// Why there is no successor. Clients are told one and the same (D1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NotRenewed {
    /// The session lives, but the token is too old.
    #[error("too late for a renewal")]
    TooLate,
    /// The token does not count.
    #[error(transparent)]
    Unauthenticated(#[from] Unauthenticated),
}

impl From<NotRenewed> for Unauthenticated {
    fn from(_: NotRenewed) -> Self {
        Self
    }
}

pub(super) type RenewError = UseCaseError<NotRenewed>;
type Outcome = Result<Renewed, RenewError>;

/// How a verdict is reached: in band for an expired token, or on demand for any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Occasion {
    Expiry,
    Demand,
}

/// Gives an expired token its successor.
#[derive(Clone)]
pub(super) struct Renew {
    work: Arc<Work>,
    flights: Arc<SingleFlight<(SessionId, TokenId, Occasion), Outcome>>,
}

struct Work {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    tokens: SessionStarter,
    announcer: Announcer,
    outbox: Outbox,
    audit: AuditTrail,
    policy: SessionPolicy,
    renewal: RenewalPolicy,
}

impl Renew {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        let work = Work {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            tokens: SessionStarter::new(ports, policies),
            announcer: Announcer::new(ports),
            outbox: Outbox::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
            policy: policies.sessions,
            renewal: policies.renewal,
        };
        Self {
            work: Arc::new(work),
            flights: Arc::default(),
        }
    }

    /// Renews an expired token. However many requests bring it here at once, the database is asked once.
    pub(super) async fn execute(&self, claims: Claims, origin: RequestOrigin) -> Outcome {
        self.run(claims, Occasion::Expiry, origin).await
    }

    async fn run(&self, claims: Claims, occasion: Occasion, origin: RequestOrigin) -> Outcome {
        let work = self.work.clone();
        let key = (claims.session, claims.token, occasion);
        self.flights
            .run(
                key,
                || async move { work.renew(claims, occasion, origin).await },
            )
            .await
    }
}

impl Work {
    async fn renew(&self, claims: Claims, occasion: Occasion, origin: RequestOrigin) -> Outcome {
        let now = self.clock.now();
        let mut unit = self.units.begin().await?;
        let found = unit.sessions().lock(claims.session).await?;
        let found = found
            .filter(|it| it.user.id == claims.subject && it.check_alive(now).is_ok())
            .ok_or_else(refused)?;
        let verdict = match occasion {
            Occasion::Expiry => {
                found
                    .session
                    .judge_renewal(&claims, &self.policy, &self.renewal, now)
            }
            Occasion::Demand => {
                found
                    .session
                    .judge_refresh(&claims, &self.policy, &self.renewal, now)
            }
        };
        match verdict {
            RenewalVerdict::HandOut => self.renewed(&found, now),
            RenewalVerdict::Refresh | RenewalVerdict::Rotate => {
                self.carry_on(unit, found, verdict, &origin, now).await
            }
            RenewalVerdict::TooLate => Err(UseCaseError::Refused(NotRenewed::TooLate)),
            RenewalVerdict::Reuse => self.reuse(unit, found, &origin, now).await,
        }
    }

    async fn carry_on(
        &self,
        mut unit: Box<dyn UnitOfWork>,
        mut found: SessionWithUser,
        verdict: RenewalVerdict,
        origin: &RequestOrigin,
        now: Timestamp,
    ) -> Outcome {
        if verdict == RenewalVerdict::Rotate {
            found
                .session
                .rotate(self.tokens.new_token(), &self.policy, now);
        } else {
            found.session.refresh(&self.policy, now);
        }
        let renewed = self.renewed(&found, now)?;
        unit.sessions().save(&found.session).await?;
        self.record(&mut *unit, AuditAction::TokenRenewed, &found, origin, now)
            .await?;
        unit.commit().await?;
        self.announcer.carried_on(&found.session, &found.user).await;
        Ok(renewed)
    }

    /// Somebody kept a copy: the session ends, and its owner is told (RFC 9700 §4.14.2).
    async fn reuse(
        &self,
        mut unit: Box<dyn UnitOfWork>,
        mut found: SessionWithUser,
        origin: &RequestOrigin,
        now: Timestamp,
    ) -> Outcome {
        self.record(&mut *unit, AuditAction::TokenReused, &found, origin, now)
            .await?;
        if self.renewal.on_reuse == ReuseAction::Reject {
            unit.commit().await?;
            return Err(refused());
        }
        found.session.revoke(RevocationReason::TokenReuse, now);
        unit.sessions().save(&found.session).await?;
        self.outbox
            .enqueue(&mut *unit, &ReuseMail::new(&found, now), now)
            .await?;
        unit.commit().await?;
        self.announcer.ended(&found.session).await;
        self.outbox.announce().await;
        Err(refused())
    }

    fn renewed(&self, found: &SessionWithUser, now: Timestamp) -> Outcome {
        Ok(Renewed {
            user: found.user.clone(),
            token: self.tokens.issue(&found.session, now)?,
        })
    }

    async fn record(
        &self,
        unit: &mut dyn UnitOfWork,
        action: AuditAction,
        found: &SessionWithUser,
        origin: &RequestOrigin,
        now: Timestamp,
    ) -> Result<(), RenewError> {
        let event = self
            .audit
            .event(action, now, origin)
            .about(found.user.id)
            .in_session(found.session.id);
        Ok(unit.audit().append(&event).await?)
    }
}

/// Renews a token on demand (`POST /auth/refresh`), live or expired.
#[derive(Clone)]
pub struct Refresh {
    codec: Arc<dyn TokenCodec>,
    clock: Arc<dyn Clock>,
    renew: Renew,
}

impl Refresh {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            codec: ports.crypto.tokens.clone(),
            clock: ports.system.clock.clone(),
            renew: Renew::new(ports, policies),
        }
    }

    /// Gives the session's newest token; the presented one gets a successor if it is the newest itself.
    ///
    /// # Errors
    /// One refusal for every token that does not count; a failure when storage cannot be asked.
    pub async fn execute(
        &self,
        token: &str,
        origin: RequestOrigin,
    ) -> Result<Renewed, UseCaseError<Unauthenticated>> {
        let opened = self.codec.open(token).ok();
        let claims = opened
            .filter(|claims| self.clock.now() >= claims.not_before)
            .ok_or(UseCaseError::Refused(Unauthenticated))?;
        let outcome = self.renew.run(claims, Occasion::Demand, origin).await;
        outcome.map_err(UseCaseError::refused_alike)
    }
}

const fn refused() -> RenewError {
    UseCaseError::Refused(NotRenewed::Unauthenticated(Unauthenticated))
}
