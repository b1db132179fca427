//! The numbers of the claim loop.

use std::time::Duration;

/// How a worker claims and holds jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkerSettings {
    /// How many jobs run at once.
    pub concurrency: u32,
    /// How long to sleep at the most before looking for jobs.
    pub poll_interval: Duration,
    /// How long a job is held; it is extended after a third of it. A crashed worker's jobs are back
    /// after this time.
    pub lease: Duration,
    /// How long one try may take.
    pub time_limit: Duration,
    /// How long running jobs may go on once the worker was asked to stop; then they are released (I13).
    pub stop_grace: Duration,
}

impl Default for WorkerSettings {
    fn default() -> Self {
        Self {
            concurrency: 8,
            poll_interval: Duration::from_secs(5),
            lease: Duration::from_secs(15),
            time_limit: Duration::from_mins(5),
            stop_grace: Duration::from_secs(20),
        }
    }
}
