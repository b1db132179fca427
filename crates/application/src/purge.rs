//! Removes rows whose time is over.

use std::fmt;
use std::sync::Arc;

use domain::ports::{Clock, StorageError, UnitOfWork, UnitOfWorkFactory};
use domain::timestamp::Timestamp;

use crate::Ports;
use crate::batches::{BATCH, until_done};

/// What ends by itself. Nothing depends on its removal: whatever is over is refused on request too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leftover {
    /// Registrations that were not completed within their hour (A14).
    Registrations,
    /// Failures that say nothing any more (C3, A11).
    Throttles,
    /// Recovery links whose half hour is over (F9r).
    RecoveryLinks,
    /// Changes of addresses that cannot be taken back any more (F7r).
    EmailChanges,
    /// Replies that were kept for a day.
    IdempotencyKeys,
}

impl Leftover {
    /// Everything that ends by itself.
    pub const ALL: [Self; 5] = [
        Self::Registrations,
        Self::Throttles,
        Self::RecoveryLinks,
        Self::EmailChanges,
        Self::IdempotencyKeys,
    ];

    async fn purge(self, unit: &mut dyn UnitOfWork, now: Timestamp) -> Result<u64, StorageError> {
        match self {
            Self::Registrations => unit.registrations().purge_expired(now, BATCH).await,
            Self::Throttles => unit.throttles().purge(now, BATCH).await,
            Self::RecoveryLinks => unit.password_resets().purge_expired(now, BATCH).await,
            Self::EmailChanges => unit.email_changes().purge_final(now, BATCH).await,
            Self::IdempotencyKeys => unit.idempotency().purge_expired(now, BATCH).await,
        }
    }
}

/// For logs.
impl fmt::Display for Leftover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Registrations => "registrations",
            Self::Throttles => "throttles",
            Self::RecoveryLinks => "recovery links",
            Self::EmailChanges => "changes of addresses",
            Self::IdempotencyKeys => "idempotency keys",
        })
    }
}

/// Removes leftovers.
#[derive(Clone)]
pub struct Purge {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
}

impl Purge {
    /// Makes it over these adapters.
    #[must_use]
    pub fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
        }
    }

    /// Removes leftovers of one kind in batches; says how many there were.
    ///
    /// # Errors
    /// When storage fails; the batches before stay removed.
    pub async fn execute(&self, leftover: Leftover) -> Result<u64, StorageError> {
        until_done(|| self.purge_batch(leftover)).await
    }

    async fn purge_batch(&self, leftover: Leftover) -> Result<u64, StorageError> {
        let mut unit = self.units.begin().await?;
        let purged = leftover.purge(&mut *unit, self.clock.now()).await?;
        unit.commit().await?;
        Ok(purged)
    }
}
