//! A clock that follows the paused time, and can be set.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use domain::ports::Clock;
use domain::timestamp::Timestamp;
use port_contracts::fixtures::A_MOMENT;
use tokio::time::Instant;

pub(crate) struct PausedClock {
    start: Instant,
    ahead_micros: AtomicI64,
}

impl PausedClock {
    pub(crate) fn start() -> Self {
        Self {
            start: Instant::now(),
            ahead_micros: AtomicI64::new(0),
        }
    }

    pub(crate) fn set_forward(&self, span: Duration) {
        self.ahead_micros.fetch_add(micros(span), Ordering::SeqCst);
    }

    pub(crate) fn set_back(&self, span: Duration) {
        self.ahead_micros.fetch_sub(micros(span), Ordering::SeqCst);
    }
}

fn micros(span: Duration) -> i64 {
    i64::try_from(span.as_micros()).expect("a short span")
}

impl Clock for PausedClock {
    fn now(&self) -> Timestamp {
        let now = A_MOMENT.plus(self.start.elapsed()).unix_micros();
        Timestamp::from_unix_micros(now + self.ahead_micros.load(Ordering::SeqCst))
    }
}
