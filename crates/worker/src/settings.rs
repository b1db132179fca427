//! The numbers of the claim loop.

use std::time::Duration;

use domain::timestamp::Timestamp;

/// How a worker claims and holds jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkerSettings {
    /// How many jobs run at once.
    pub concurrency: u32,
    /// How long to sleep at the most before looking for jobs.
    pub poll_interval: Duration,
    /// How long a job is held; it is extended after a third of it.
    pub lease: Duration,
    /// By how much another worker's clock may be ahead that keeps its hands off what is held (I16). A crashed worker's
    /// jobs are back after the lease and this time.
    pub leeway: Duration,
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
            leeway: Duration::from_secs(15),
            time_limit: Duration::from_mins(5),
            stop_grace: Duration::from_secs(20),
        }
    }
}

impl WorkerSettings {
    /// Until when others keep their hands off a job that is held from now on. The holder itself does not go by it, but
    /// by the lease alone and a clock that nobody sets.
    pub(crate) fn leased_until(&self, now: Timestamp) -> Timestamp {
        now.plus(self.lease).plus(self.leeway)
    }
}
