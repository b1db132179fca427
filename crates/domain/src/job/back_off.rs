//! How long a failed job waits.

use std::time::Duration;

/// Exponential back-off with jitter: the wait doubles from `first` up to `most` (I4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackOff {
    /// The wait after the first failure.
    pub first: Duration,
    /// The longest wait.
    pub most: Duration,
}

impl BackOff {
    /// The wait after the `failures`-th failure in a row (1 is the first).
    ///
    /// `jitter` is a random byte that spreads the wait over the upper half of its span, so that jobs
    /// which failed together do not come back together.
    #[must_use]
    pub fn wait(&self, failures: u32, jitter: u8) -> Duration {
        let doublings = failures.saturating_sub(1).min(31);
        let span = self.first.saturating_mul(1_u32 << doublings).min(self.most);
        let half = span / 2;
        half + half.mul_f64(f64::from(jitter) / f64::from(u8::MAX))
    }
}
