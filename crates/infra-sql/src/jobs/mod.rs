//! Background jobs: `domain::job` is the twin.
//!
//! `due_at` is the moment from which a job can be claimed: `run_at` while it is queued, the end of its
//! lease while it is running, none once it is finished.

mod attempts;
mod claim;
mod desk;
mod entity;
mod outcome;
#[cfg(test)]
mod plans;
mod priority;
mod queries;
mod queue;
mod record;
mod row;
mod source;
