//! Background jobs: work that is promised in a transaction and done after it, at least once.

mod back_off;
mod overview;
mod priority;
mod record;
mod run;

pub use back_off::BackOff;
pub use overview::{FailedAttempt, JobActionRefusal, JobCount, JobFilter, JobRecord};
pub use priority::JobPriority;
pub use record::{
    ClaimedJob, IdempotencyKey, JobId, JobKind, JobState, LeaseToken, NewJob, SealedPayload,
};
pub use run::{JobFailure, JobOutcome, JobPolicy};
