//! A bounded pool for slow work, which turns work away rather than letting it wait for long (C8).

mod instruments;
mod load;
#[cfg(test)]
mod tests;

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::ports::HashingError;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use self::instruments::{Present, count_refusal, note_duration};
use self::load::Load;

pub use self::instruments::describe_metrics;

/// Runs a bounded number of pieces of work at a time, in the order in which they came.
pub(super) struct HashPool {
    permits: Arc<Semaphore>,
    load: Arc<Load>,
}

impl HashPool {
    /// Opens a pool; `expected` is how long a piece of work takes, until some have been measured.
    pub(super) fn new(size: NonZeroUsize, expected: Duration) -> Self {
        Self {
            permits: Arc::new(Semaphore::new(size.get())),
            load: Arc::new(Load::new(size, expected)),
        }
    }

    /// Runs work on a blocking thread when its turn comes, or refuses it at once.
    ///
    /// A caller that goes away while it waits leaves the queue; once the work has begun it runs to its end
    /// and holds its permit until then, since the core is busy for as long.
    pub(super) async fn run<T, W>(&self, work: W) -> Result<T, HashingError>
    where
        T: Send + 'static,
        W: FnOnce() -> T + Send + 'static,
    {
        let place = Load::enter(&self.load).inspect_err(|_| count_refusal())?;
        let waiting = Present::waiting();
        let permit = Arc::clone(&self.permits)
            .acquire_owned()
            .await
            .map_err(|error| failure(&error))?;
        drop(waiting);
        let running = Present::running();
        let task = spawn_blocking(move || {
            let start = Instant::now();
            let result = work();
            let took = start.elapsed();
            note_duration(took);
            place.leave_after(took);
            drop(running);
            drop(permit);
            result
        });
        task.await.map_err(|error| failure(&error))
    }
}

fn failure(error: &dyn std::error::Error) -> HashingError {
    HashingError::Failed(error.to_string())
}
