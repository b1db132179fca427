//! Log-out, for a token in any state (D10, RFC 7009 §2.2).

use std::convert::Infallible;
use std::sync::Arc;

use domain::audit::AuditAction;
use domain::ports::{Clock, TokenCodec, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::session::RevocationReason;
use domain::token::Claims;

use super::announcer::Announcer;
use crate::audit::AuditTrail;
use crate::{Ports, UseCaseError};

/// Ends the session of a genuine token; does nothing, and says nothing, for any other.
#[derive(Clone)]
pub struct LogOut {
    tokens: Arc<dyn TokenCodec>,
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    announcer: Announcer,
    audit: AuditTrail,
}

impl LogOut {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            tokens: ports.crypto.tokens.clone(),
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            announcer: Announcer::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Logs out. It can be repeated.
    ///
    /// # Errors
    /// Only when something that is needed fails: a session that still lives is never reported as ended.
    pub async fn execute(
        &self,
        token: &str,
        origin: &RequestOrigin,
    ) -> Result<(), UseCaseError<Infallible>> {
        match self.tokens.open(token) {
            Ok(claims) => self.end(&claims, origin).await,
            Err(_) => Ok(()),
        }
    }

    async fn end(
        &self,
        claims: &Claims,
        origin: &RequestOrigin,
    ) -> Result<(), UseCaseError<Infallible>> {
        let now = self.clock.now();
        let mut unit = self.units.begin().await?;
        let found = unit.sessions().lock(claims.session).await?;
        let Some(mut session) = found
            .map(|found| found.session)
            .filter(|it| it.user == claims.subject)
        else {
            return Ok(());
        };
        if session.revoked.is_none() {
            session.revoke(RevocationReason::LogOut, now);
            unit.sessions().save(&session).await?;
            let event = self.audit.event(AuditAction::LoggedOut, now, origin);
            let event = event
                .by(session.user)
                .about(session.user)
                .in_session(session.id);
            unit.audit().append(&event).await?;
            unit.commit().await?;
        } else {
            // No transaction stays open while others are told.
            drop(unit);
        }
        self.announcer.ended(&session).await;
        Ok(())
    }
}
