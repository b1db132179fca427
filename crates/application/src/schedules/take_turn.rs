//! A turn of a schedule is taken, and its work promised.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use domain::ports::{Clock, UnitOfWork, UnitOfWorkFactory};
use domain::schedule::Slot;
use domain::timestamp::Timestamp;

use super::Schedule;
use crate::jobs::Outbox;
use crate::{Ports, UseCaseError};

/// How far the clocks of instances may differ without a word in the log.
const TOLERATED_SKEW: Duration = Duration::from_mins(1);

/// Takes the turn of a schedule that is due. Instances that look at the same time take it once between them, and of
/// turns that all of them missed only the newest is made up for (I20).
#[derive(Clone)]
pub struct TakeTurn {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    outbox: Outbox,
}

impl TakeTurn {
    /// Makes the use case over these adapters.
    #[must_use]
    pub fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            outbox: Outbox::new(ports),
        }
    }

    /// Takes the newest turn that is due and enqueues its jobs in the same unit; gives it, or `None` when it or a later
    /// one was taken before.
    ///
    /// # Errors
    /// Only when something that is needed fails; then nothing is taken.
    pub async fn execute(
        &self,
        schedule: &Schedule,
    ) -> Result<Option<Slot>, UseCaseError<Infallible>> {
        let now = self.clock.now();
        let Some(at) = schedule.cron.newest_until(now) else {
            return Ok(None);
        };
        let slot = Slot {
            schedule: schedule.name,
            at,
        };
        let mut unit = self.units.begin().await?;
        if !unit.schedules().take(slot, now).await? {
            warn_of_the_future(&mut *unit, schedule, now).await?;
            return Ok(None);
        }
        schedule
            .enqueue(&self.outbox, &mut *unit, slot, now)
            .await?;
        unit.commit().await?;
        self.outbox.announce().await;
        Ok(Some(slot))
    }
}

/// A turn that a clock ahead has taken keeps the schedule from running until its time has come, if that is within
/// [`Slot::FARTHEST`]: safe, since nothing runs twice, but somebody should know.
async fn warn_of_the_future(
    unit: &mut dyn UnitOfWork,
    schedule: &Schedule,
    now: Timestamp,
) -> Result<(), UseCaseError<Infallible>> {
    let name = schedule.name;
    let newest = unit.schedules().newest(name).await?;
    let ahead = newest.map(|taken| taken.since(now)).unwrap_or_default();
    if ahead > TOLERATED_SKEW {
        tracing::warn!(
            schedule = name.as_str(),
            ?ahead,
            "a turn of the future was taken: the clock of an instance is or was wrong"
        );
    }
    Ok(())
}
