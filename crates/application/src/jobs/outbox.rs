//! The outbox: work promised in the transaction of the change that wants it.

use std::sync::Arc;

use domain::job::{IdempotencyKey, JobId, JobKind, NewJob};
use domain::ports::{IdGenerator, JobSignal, PayloadSealer, SealError, UnitOfWork};
use domain::timestamp::Timestamp;

use super::JobPayload;
use crate::{Failure, Ports};

/// Seals payloads, enqueues jobs and wakes the workers.
#[derive(Clone)]
pub(crate) struct Outbox {
    ids: Arc<dyn IdGenerator>,
    sealer: Arc<dyn PayloadSealer>,
    signal: Arc<dyn JobSignal>,
}

impl Outbox {
    pub(crate) fn new(ports: &Ports) -> Self {
        Self {
            ids: ports.system.ids.clone(),
            sealer: ports.crypto.payloads.clone(),
            signal: ports.job_signal.clone(),
        }
    }

    /// Enqueues a job in this unit (I2, I3).
    pub(crate) async fn enqueue<P: JobPayload>(
        &self,
        unit: &mut dyn UnitOfWork,
        payload: &P,
        now: Timestamp,
    ) -> Result<(), Failure> {
        self.enqueue_as(unit, self.new_id(now), payload, now).await
    }

    /// The same under an id by which it can be looked up later.
    pub(crate) async fn enqueue_as<P: JobPayload>(
        &self,
        unit: &mut dyn UnitOfWork,
        id: JobId,
        payload: &P,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let job = self.seal_as(id, payload, now)?;
        unit.jobs().enqueue(&job).await?;
        Ok(())
    }

    /// The same for a job that is not due before a moment.
    pub(crate) async fn enqueue_at<P: JobPayload>(
        &self,
        unit: &mut dyn UnitOfWork,
        payload: &P,
        run_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let mut job = self.seal(payload, now)?;
        job.run_at = run_at;
        unit.jobs().enqueue(&job).await?;
        Ok(())
    }

    /// The same as [`enqueue`](Self::enqueue), unless a job with this key is or was there.
    pub(crate) async fn enqueue_once<P: JobPayload>(
        &self,
        unit: &mut dyn UnitOfWork,
        payload: &P,
        key: IdempotencyKey,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let mut job = self.seal(payload, now)?;
        job.idempotency_key = Some(key);
        unit.jobs().enqueue(&job).await?;
        Ok(())
    }

    fn new_id(&self, now: Timestamp) -> JobId {
        JobId::from_uuid(self.ids.ordered(now))
    }

    fn seal<P: JobPayload>(&self, payload: &P, now: Timestamp) -> Result<NewJob, SealError> {
        self.seal_as(self.new_id(now), payload, now)
    }

    fn seal_as<P: JobPayload>(
        &self,
        id: JobId,
        payload: &P,
        now: Timestamp,
    ) -> Result<NewJob, SealError> {
        let kind = JobKind::new(P::KIND);
        let plain = serde_json::to_vec(payload).map_err(|error| SealError(error.to_string()))?;
        Ok(NewJob {
            id,
            payload: self.sealer.seal(id, &kind, &plain)?,
            kind,
            priority: P::POLICY.priority,
            run_at: now,
            deadline: payload.deadline(),
            max_attempts: P::POLICY.max_attempts,
            idempotency_key: None,
            created_at: now,
        })
    }

    /// Wakes the workers after the commit. A lost signal costs time, never a job, so it is only logged.
    pub(crate) async fn announce(&self) {
        if let Err(error) = self.signal.notify().await {
            tracing::warn!(%error, "the workers will find the job by polling");
        }
    }
}
