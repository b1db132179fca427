//! A clock that a test can move.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use domain::ports::Clock;
use domain::timestamp::Timestamp;
use infra_system::SystemClock;

/// The machine's clock, moved forward by as much as the test says.
#[derive(Debug, Default)]
pub struct ShiftedClock {
    by_micros: AtomicI64,
}

impl ShiftedClock {
    /// Lets this much time pass at once.
    pub fn advance(&self, span: Duration) {
        let micros = i64::try_from(span.as_micros()).expect("a span of a lifetime");
        self.by_micros.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        let now = SystemClock.now().unix_micros();
        Timestamp::from_unix_micros(now + self.by_micros.load(Ordering::SeqCst))
    }
}
