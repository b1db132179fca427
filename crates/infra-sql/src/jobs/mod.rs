//! Background jobs: `domain::job` is the twin.
//!
//! `due_at` is the moment from which a job can be claimed: `run_at` while it is queued, the end of its
//! lease while it is running, none once it is finished.

mod claim;
mod entity;
mod outcome;
mod queue;
mod row;
mod source;
