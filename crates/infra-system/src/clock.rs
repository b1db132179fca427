//! The machine's clock.

use std::time::{Duration, SystemTime};

use domain::ports::Clock;
use domain::timestamp::Timestamp;

/// The machine's clock, cut to whole microseconds, which is what storage keeps exactly.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        timestamp(read())
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place where the machine's clock is read"
)]
fn read() -> SystemTime {
    SystemTime::now()
}

fn timestamp(time: SystemTime) -> Timestamp {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => Timestamp::from_unix_micros(micros(after)),
        Err(before) => Timestamp::from_unix_micros(-micros(before.duration())),
    }
}

fn micros(span: Duration) -> i64 {
    i64::try_from(span.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nanoseconds_are_cut() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_nanos(1_234_567_999);
        assert_eq!(timestamp(time), Timestamp::from_unix_micros(1_234_567));
    }

    #[test]
    fn a_machine_that_lives_in_the_past_is_no_panic() {
        let time = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(timestamp(time), Timestamp::from_unix_seconds(-1));
    }
}
