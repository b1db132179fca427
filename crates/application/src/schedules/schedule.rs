//! What is due when.

use std::sync::Arc;

use async_trait::async_trait;
use domain::job::IdempotencyKey;
use domain::ports::UnitOfWork;
use domain::schedule::{ScheduleName, Slot};
use domain::timestamp::Timestamp;

use super::CronExpression;
use crate::Failure;
use crate::jobs::{JobPayload, Outbox};

/// A schedule and the jobs that each of its turns enqueues.
#[derive(Clone)]
pub struct Schedule {
    /// Its name in storage.
    pub name: ScheduleName,
    /// When it is due.
    pub cron: CronExpression,
    work: Arc<dyn Work>,
}

/// What a turn enqueues, whatever kind of job it is.
#[async_trait]
trait Work: Send + Sync {
    async fn enqueue(
        &self,
        outbox: &Outbox,
        unit: &mut dyn UnitOfWork,
        slot: Slot,
        now: Timestamp,
    ) -> Result<(), Failure>;
}

struct Jobs<P>(Vec<P>);

impl Schedule {
    /// Has these jobs enqueued in each turn.
    #[must_use]
    pub fn new<P: JobPayload + Sync>(
        name: ScheduleName,
        cron: CronExpression,
        jobs: Vec<P>,
    ) -> Self {
        Self {
            name,
            cron,
            work: Arc::new(Jobs(jobs)),
        }
    }

    /// Enqueues the jobs of a turn in the unit that takes it.
    pub(super) async fn enqueue(
        &self,
        outbox: &Outbox,
        unit: &mut dyn UnitOfWork,
        slot: Slot,
        now: Timestamp,
    ) -> Result<(), Failure> {
        self.work.enqueue(outbox, unit, slot, now).await
    }
}

#[async_trait]
impl<P: JobPayload + Sync> Work for Jobs<P> {
    async fn enqueue(
        &self,
        outbox: &Outbox,
        unit: &mut dyn UnitOfWork,
        slot: Slot,
        now: Timestamp,
    ) -> Result<(), Failure> {
        for (number, payload) in self.0.iter().enumerate() {
            let key = key_of(slot, number);
            outbox.enqueue_once(unit, payload, key, now).await?;
        }
        Ok(())
    }
}

/// A turn that is taken a second time, because what was stored of the first is lost, enqueues nothing twice.
fn key_of(slot: Slot, number: usize) -> IdempotencyKey {
    let (name, at) = (slot.schedule.as_str(), slot.at.unix_seconds());
    IdempotencyKey::new(format!("schedule:{name}:{at}:{number}"))
}
