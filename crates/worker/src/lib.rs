//! The other driving adapter, beside HTTP: whatever happens without being asked for.
//!
//! [`Worker::run`] is the claim loop. It wakes when the job signal says so, when the next job is due, and at
//! the latest after the polling interval, so that a lost signal costs time, never a job. Each job runs
//! on a task of its own, whose panic harms nothing else, under a lease that is extended while it runs.
//! [`Scheduler::run`] has jobs enqueued that are due by the clock, once for all instances. [`Sweeper::run`] ends sessions
//! whose limit has come.
//!
//! [`flush_activity`] and [`keep_caches`] belong to the processes that serve requests, with or without a
//! worker: they write down uses of sessions and listen to what other instances have changed.
//!
//! **May depend on** `application`, `domain`, `tokio`, `tracing` and `metrics`; on no adapter.
#![forbid(unsafe_code)]

mod activity;
mod apart;
mod cache_keeping;
mod ear;
mod held_job;
mod instruments;
mod running;
mod scheduler;
mod settings;
mod settling;
mod sweeper;
mod worker;

pub use activity::flush_activity;
pub use cache_keeping::keep_caches;
pub use instruments::describe_metrics;
pub use scheduler::Scheduler;
pub use settings::WorkerSettings;
pub use sweeper::Sweeper;
pub use worker::Worker;
