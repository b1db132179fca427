//! A clock that follows the paused time.

use domain::ports::Clock;
use domain::timestamp::Timestamp;
use port_contracts::fixtures::A_MOMENT;
use tokio::time::Instant;

pub(crate) struct PausedClock(Instant);

impl PausedClock {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }
}

impl Clock for PausedClock {
    fn now(&self) -> Timestamp {
        A_MOMENT.plus(self.0.elapsed())
    }
}
