//! Jobs as workers see them.

use async_trait::async_trait;

use super::StorageError;
use crate::job::{ClaimedJob, JobId, JobKind, JobOutcome, LeaseToken};
use crate::timestamp::Timestamp;

/// What a worker asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimRequest {
    /// The proof that the claimed jobs will carry; a new one for every claim.
    pub lease: LeaseToken,
    /// The present moment.
    pub now: Timestamp,
    /// Until when the jobs are the worker's alone.
    pub leased_until: Timestamp,
    /// How many jobs at the most.
    pub limit: u32,
    /// How many jobs of these kinds at the most, within the limit. Other kinds are bounded by it alone.
    pub at_most: Vec<(JobKind, u32)>,
}

/// Hands out jobs under a lease and stores what became of them.
#[async_trait]
pub trait JobSource: Send + Sync {
    /// Claims jobs that are due, and jobs whose lease has run out: the highest priority first, and in it the oldest
    /// `run_at`. (contracts: `higher_priorities_come_first`, `the_oldest_due_job_comes_first`)
    /// MUST take no more of a kind than may be, and others in the place of what it leaves; MUST be as fast with 10⁵ jobs
    /// queued as with few (I21).
    /// (contracts: `kinds_without_room_are_left_alone`, `a_kind_with_little_room_leaves_the_rest_to_others`)
    /// MUST give a job to one worker only while its lease lasts. (contract: `racing_workers_never_share_a_job`)
    /// MUST hand a job out again once its lease has run out. (contract: `an_expired_lease_is_claimed_again`)
    /// MUST count the claim as an attempt. (contract: `every_claim_counts`)
    /// MUST keep the try before as a failed one when its lease ran out. (contract: `a_try_without_an_end_is_kept`)
    async fn claim(&self, request: &ClaimRequest) -> Result<Vec<ClaimedJob>, StorageError>;

    /// Holds a lease for longer. `false` when the job is no longer held under it.
    /// (contract: `a_lost_lease_cannot_be_extended`)
    async fn extend(
        &self,
        job: JobId,
        lease: LeaseToken,
        until: Timestamp,
    ) -> Result<bool, StorageError>;

    /// Stores what became of a job. `false`, with nothing written, when it is no longer held under this lease.
    /// (contracts: `outcomes_are_stored`, `a_lost_lease_settles_nothing`)
    /// MUST erase the payload of a job that succeeded; a dead one keeps it, to be queued again until its
    /// deadline (H3).
    /// (contract: `a_succeeded_job_keeps_no_payload`)
    /// MUST keep the error of every failed try, the earlier ones too. (contract: `every_failed_try_is_kept`)
    async fn settle(
        &self,
        job: JobId,
        lease: LeaseToken,
        outcome: &JobOutcome,
        now: Timestamp,
    ) -> Result<bool, StorageError>;

    /// When the next job that waits or is leased, and is of none of the excepted kinds, can be claimed; `None` when
    /// there is none. (contract: `tells_when_the_next_job_is_due`)
    async fn next_due(&self, except: &[JobKind]) -> Result<Option<Timestamp>, StorageError>;
}
