//! Jobs as operators see and change them.

use async_trait::async_trait;

use super::StorageError;
use crate::job::{
    FailedAttempt, JobCount, JobFilter, JobId, JobOutcome, JobRecord, LeaseToken, SealedPayload,
};
use crate::page::{Page, PageRequest};
use crate::timestamp::Timestamp;

/// Reads jobs; never their payloads.
#[async_trait]
pub trait JobQueries: Send + Sync {
    /// A page of the jobs that pass the filter, newest first, ties by id.
    /// (contracts: `jobs_are_listed_newest_first`, `job_filters_narrow_together`)
    async fn page(
        &self,
        filter: &JobFilter,
        request: &PageRequest,
    ) -> Result<Page<JobRecord>, StorageError>;

    /// One job. (contract: `a_job_is_seen_as_it_is`)
    async fn find(&self, id: JobId) -> Result<Option<JobRecord>, StorageError>;

    /// The failed tries of a job, in their order. (contract: `every_failed_try_is_kept`)
    async fn failed_attempts(&self, id: JobId) -> Result<Vec<FailedAttempt>, StorageError>;

    /// How many jobs there are, by kind and state. (contract: `jobs_are_counted_by_kind_and_state`)
    async fn counts(&self) -> Result<Vec<JobCount>, StorageError>;
}

/// Changes jobs inside a transaction.
#[async_trait]
pub trait JobDesk: Send {
    /// Reads a job and keeps workers and every other unit from changing it until this one ends.
    /// (contract: `a_locked_job_is_not_claimed`)
    async fn lock(&mut self, id: JobId) -> Result<Option<JobRecord>, StorageError>;

    /// The input of a job that was locked in this unit, for its handler alone.
    /// (contract: `a_locked_job_gives_its_payload`)
    async fn payload(&mut self, id: JobId) -> Result<SealedPayload, StorageError>;

    /// Stores the state, the attempts and the moments of a job that was locked in this unit.
    /// (contracts: `a_retried_job_is_claimed_again`, `a_cancelled_job_is_never_claimed`)
    async fn save(&mut self, job: &JobRecord) -> Result<(), StorageError>;

    /// Stores what became of a job that is held under this lease, as [`JobSource`](super::JobSource) does, together with
    /// whatever else this unit changes. `false`, with nothing written, when it is held no longer.
    /// (contract: `an_outcome_is_stored_with_its_unit`)
    async fn settle(
        &mut self,
        job: JobId,
        lease: LeaseToken,
        outcome: &JobOutcome,
        now: Timestamp,
    ) -> Result<bool, StorageError>;

    /// Removes up to `limit` jobs that succeeded or were cancelled at `before` or earlier, their failed tries too; says
    /// how many. (contract: `only_finished_jobs_are_purged`)
    async fn purge_finished(&mut self, before: Timestamp, limit: u32) -> Result<u64, StorageError>;

    /// Removes up to `limit` jobs that were given up at `before` or earlier, their failed tries too; says how many.
    /// (contract: `dead_jobs_are_purged_apart`)
    async fn purge_dead(&mut self, before: Timestamp, limit: u32) -> Result<u64, StorageError>;

    /// Erases the payloads of up to `limit` dead or cancelled jobs whose deadline has passed, so that nobody can have
    /// them tried again; says how many (H3). (contract: `payloads_that_are_too_late_are_erased`)
    async fn erase_late_payloads(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<u64, StorageError>;
}
