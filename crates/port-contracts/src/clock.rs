//! The contract of [`Clock`].

use domain::ports::Clock;
use domain::timestamp::Timestamp;

/// 2020-01-01T00:00:00Z and 2200-01-01T00:00:00Z.
const PLAUSIBLE: std::ops::Range<Timestamp> =
    Timestamp::from_unix_seconds(1_577_836_800)..Timestamp::from_unix_seconds(7_258_118_400);

/// A clock that was never set would let everything that expired live again (I16).
pub fn tells_a_plausible_time(clock: &dyn Clock) {
    let now = clock.now();
    assert!(PLAUSIBLE.contains(&now), "the clock says {now:?}");
}

/// Runs the contract of `Clock` on an adapter.
#[macro_export]
macro_rules! clock_contract {
    ($adapter:expr) => {
        $crate::__cases!(clock, $adapter, tells_a_plausible_time);
    };
}
