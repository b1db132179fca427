//! The other driving adapter, beside HTTP: claims jobs, has them done, stores what became of them.
//!
//! [`Worker::run`] is the claim loop. It wakes when the job signal says so, when the next job is due, and at
//! the latest after the polling interval, so that a lost signal costs time, never a job. Each job runs
//! on a task of its own, whose panic harms nothing else, under a lease that is extended while it runs.
//!
//! **May depend on** `application`, `domain`, `tokio` and `tracing`; on no adapter.
#![forbid(unsafe_code)]

mod ear;
mod held_job;
mod settings;
mod sweeper;
mod worker;

pub use settings::WorkerSettings;
pub use sweeper::Sweeper;
pub use worker::Worker;
