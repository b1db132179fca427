//! The contract of [`JobSource`](domain::ports::JobSource).

mod claims;
mod outcomes;

use std::time::Duration;

use domain::job::{ClaimedJob, JobId, LeaseToken};
use domain::timestamp::Timestamp;

use crate::fixtures::{A_MOMENT, an_id};
use crate::storage::Storage;

pub use claims::{
    a_claimed_job_is_whole, a_job_is_not_claimed_before_its_time,
    a_kind_with_little_room_leaves_the_rest_to_others, a_try_without_an_end_is_kept,
    an_expired_lease_is_claimed_again, every_claim_counts, higher_priorities_come_first,
    kinds_without_room_are_left_alone, no_more_than_the_limit_is_claimed,
    racing_workers_never_share_a_job, the_oldest_due_job_comes_first,
};
pub use outcomes::{
    a_lost_lease_cannot_be_extended, a_lost_lease_settles_nothing,
    a_succeeded_job_keeps_no_payload, an_extended_lease_holds, outcomes_are_stored,
    tells_when_the_next_job_is_due,
};

/// As long as the lease of [`a_claim`](crate::fixtures::a_claim).
const LEASE: Duration = Duration::from_mins(1);

/// So many seconds after the jobs of the fixtures are due.
fn second(seconds: u64) -> Timestamp {
    A_MOMENT.plus(Duration::from_secs(seconds))
}

fn another_lease() -> LeaseToken {
    LeaseToken::from_uuid(an_id())
}

fn ids(jobs: &[ClaimedJob]) -> Vec<JobId> {
    jobs.iter().map(|job| job.id).collect()
}

/// Claims the one job that there is to claim.
async fn claim_one(storage: &Storage, now: Timestamp) -> ClaimedJob {
    let mut claimed = storage.claim_at(now).await;
    assert_eq!(claimed.len(), 1, "{claimed:?}");
    claimed.remove(0)
}

/// Runs the contract of `JobSource` on a [`Storage`](crate::storage::Storage).
#[macro_export]
macro_rules! job_source_contract {
    ($storage:expr) => {
        $crate::__async_cases!(
            job_source,
            $storage,
            racing_workers_never_share_a_job,
            an_expired_lease_is_claimed_again,
            every_claim_counts,
            a_try_without_an_end_is_kept,
            a_claimed_job_is_whole,
            the_oldest_due_job_comes_first,
            higher_priorities_come_first,
            kinds_without_room_are_left_alone,
            a_kind_with_little_room_leaves_the_rest_to_others,
            a_job_is_not_claimed_before_its_time,
            no_more_than_the_limit_is_claimed,
            a_lost_lease_cannot_be_extended,
            an_extended_lease_holds,
            outcomes_are_stored,
            a_lost_lease_settles_nothing,
            a_succeeded_job_keeps_no_payload,
            tells_when_the_next_job_is_due,
        );
    };
}
