//! The service that constantly checks the sessions of all users: those whose limit has come are ended, and
//! what is derived from them is removed (section 2.9).

use std::sync::Arc;
use std::time::Duration;

use domain::audit::AuditAction;
use domain::ports::{Clock, StorageError, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::session::Session;

use super::announcer::Announcer;
use crate::Ports;
use crate::audit::AuditTrail;
use crate::batches::BATCH;

/// What one sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// How many sessions were ended.
    pub ended: u64,
    /// How long the one that waited longest had been over.
    pub lag: Duration,
}

/// Ends sessions whose idle or absolute limit has come. Nothing depends on it for safety: every request checks
/// the limits too. Sweepers that race share the work.
#[derive(Clone)]
pub struct SweepSessions {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    announcer: Announcer,
    audit: AuditTrail,
}

impl SweepSessions {
    /// Makes it over these adapters.
    #[must_use]
    pub fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            announcer: Announcer::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Ends them in batches.
    ///
    /// # Errors
    /// When storage fails; the batches before stay ended, and the next sweep goes on.
    pub async fn execute(&self) -> Result<Swept, StorageError> {
        let mut swept = Swept::default();
        loop {
            let batch = self.sweep_batch().await?;
            let now = self.clock.now();
            swept.ended += batch.len() as u64;
            let lags = batch
                .iter()
                .map(|session| now.since(session.idle_expires_at));
            swept.lag = lags.fold(swept.lag, Duration::max);
            if batch.len() < BATCH as usize {
                return Ok(swept);
            }
        }
    }

    async fn sweep_batch(&self) -> Result<Vec<Session>, StorageError> {
        let now = self.clock.now();
        let mut unit = self.units.begin().await?;
        let batch = unit.sessions().sweep_expired(now, BATCH).await?;
        for session in &batch {
            let event =
                self.audit
                    .event(AuditAction::SessionExpired, now, &RequestOrigin::default());
            unit.audit()
                .append(&event.about(session.user).in_session(session.id))
                .await?;
        }
        unit.commit().await?;
        for session in &batch {
            self.announcer.ended(session).await;
        }
        Ok(batch)
    }
}
