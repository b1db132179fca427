//! How busy the pool is, and whether one more may wait.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use domain::ports::HashingError;

/// The longest that a piece of work may be expected to wait (C8).
const MAX_WAIT: Duration = Duration::from_secs(2);

/// The moving average follows the last eight pieces of work or so.
const MEMORY: u64 = 8;

/// What is in the pool, waiting or at work, and how long one piece takes.
pub(super) struct Load {
    size: NonZeroUsize,
    inside: AtomicUsize,
    average_micros: AtomicU64,
}

impl Load {
    pub(super) fn new(size: NonZeroUsize, expected: Duration) -> Self {
        Self {
            size,
            inside: AtomicUsize::new(0),
            average_micros: AtomicU64::new(micros(expected)),
        }
    }

    /// Takes a place, unless the wait would be too long.
    pub(super) fn enter(load: &Arc<Self>) -> Result<Place, HashingError> {
        let one_more = |inside| (load.wait_behind(inside) <= MAX_WAIT).then_some(inside + 1);
        load.inside
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, one_more)
            .map(|_| Place(Arc::clone(load)))
            .map_err(|inside| HashingError::Overloaded {
                retry_after: load.wait_behind(inside),
            })
    }

    /// How many pieces of work wait or are at work.
    #[cfg(test)]
    pub(super) fn inside(&self) -> usize {
        self.inside.load(Ordering::Acquire)
    }

    /// How long a newcomer waits when `inside` pieces of work are there before it.
    fn wait_behind(&self, inside: usize) -> Duration {
        let must_end_first = (inside + 1).saturating_sub(self.size.get());
        let average = self.average_micros.load(Ordering::Relaxed);
        let total = average.saturating_mul(u64::try_from(must_end_first).unwrap_or(u64::MAX));
        Duration::from_micros(total / u64::try_from(self.size.get()).unwrap_or(u64::MAX))
    }

    fn learn(&self, took: Duration) {
        let blend = |average: u64| {
            Some((average / MEMORY * (MEMORY - 1)).saturating_add(micros(took) / MEMORY))
        };
        // The closure always gives a value, so the update cannot fail.
        let _ = self
            .average_micros
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, blend);
    }
}

/// A place in the pool, given back when it is dropped.
pub(super) struct Place(Arc<Load>);

impl Place {
    /// Gives the place back and says how long the work took.
    pub(super) fn leave_after(self, took: Duration) {
        self.0.learn(took);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.inside.fetch_sub(1, Ordering::AcqRel);
    }
}

fn micros(span: Duration) -> u64 {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX)
}
