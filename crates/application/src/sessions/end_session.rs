//! Ends sessions: one or all of a user, at the wish of the user or of a superuser (C11, section 2.6).

use std::convert::Infallible;
use std::sync::Arc;

use domain::audit::AuditAction;
use domain::ports::{Clock, UnitOfWork, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::session::{RevocationReason, Session, SessionId};
use domain::timestamp::Timestamp;
use domain::user::UserId;

use super::announcer::Announcer;
use crate::audit::AuditTrail;
use crate::{Ports, UseCaseError};

/// Which session to end.
#[derive(Clone, Debug)]
pub struct EndSessionCommand {
    /// The session.
    pub session: SessionId,
    /// Whose it must be.
    pub owner: UserId,
    /// Who wants it to end.
    pub actor: UserId,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// The user has no live session of this id; one answer for foreign, dead and missing ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such session")]
pub struct NoSuchSession;

/// Ends one session.
#[derive(Clone)]
pub struct EndSession {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    announcer: Announcer,
    audit: AuditTrail,
}

impl EndSession {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            announcer: Announcer::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Ends the session; its tokens count no more, here at once and elsewhere within a second.
    ///
    /// # Errors
    /// When the owner has no such live session.
    pub async fn execute(
        &self,
        command: EndSessionCommand,
    ) -> Result<(), UseCaseError<NoSuchSession>> {
        let now = self.clock.now();
        let mut unit = self.units.begin().await?;
        let mut session = self.lock(&mut *unit, &command, now).await?;
        session.revoke(RevocationReason::Ended, now);
        unit.sessions().save(&session).await?;
        let event = self
            .audit
            .event(AuditAction::SessionRevoked, now, &command.origin);
        let event = event
            .by(command.actor)
            .about(command.owner)
            .in_session(session.id);
        unit.audit().append(&event).await?;
        unit.commit().await?;
        self.announcer.ended(&session).await;
        Ok(())
    }

    async fn lock(
        &self,
        unit: &mut dyn UnitOfWork,
        command: &EndSessionCommand,
        now: Timestamp,
    ) -> Result<Session, UseCaseError<NoSuchSession>> {
        let found = unit.sessions().lock(command.session).await?;
        let session = found.map(|found| found.session);
        let session = session.filter(|it| it.user == command.owner && it.check_alive(now).is_ok());
        session.ok_or(UseCaseError::Refused(NoSuchSession))
    }
}

/// Ends every session of a user.
#[derive(Clone)]
pub struct EndAllSessions {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    announcer: Announcer,
    audit: AuditTrail,
}

impl EndAllSessions {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            announcer: Announcer::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Ends them all; says how many there were.
    ///
    /// # Errors
    /// Only when something that is needed fails.
    pub async fn execute(
        &self,
        owner: UserId,
        actor: UserId,
        origin: &RequestOrigin,
    ) -> Result<usize, UseCaseError<Infallible>> {
        let now = self.clock.now();
        let mut unit = self.units.begin().await?;
        let ended = unit
            .sessions()
            .revoke_all(owner, None, RevocationReason::Ended, now)
            .await?;
        for session in &ended {
            let event = self.audit.event(AuditAction::SessionRevoked, now, origin);
            unit.audit()
                .append(&event.by(actor).about(owner).in_session(*session))
                .await?;
        }
        unit.commit().await?;
        self.announcer.ended_all(owner, &ended).await;
        Ok(ended.len())
    }
}
