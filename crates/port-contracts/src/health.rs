//! The contract of [`HealthProbe`], for a dependency that is up. What a probe says of one that is down is
//! for the adapter's own outage test.

use std::time::Duration;

use domain::ports::HealthProbe;
use domain::timestamp::Timestamp;

const ANSWER_LIMIT: Duration = Duration::from_secs(2);
const YEAR_2020: Timestamp = Timestamp::from_unix_seconds(1_577_836_800);
const YEAR_2100: Timestamp = Timestamp::from_unix_seconds(4_102_444_800);

/// An answer that comes later is no answer for whoever asks `/readyz`.
pub async fn answers_in_time(probe: &dyn HealthProbe) {
    let answer = tokio::time::timeout(ANSWER_LIMIT, probe.check()).await;
    assert_eq!(answer, Ok(Ok(())));
    assert_snake_case(probe.name());
}

/// What was tried once can be tried again.
pub async fn a_trial_leaves_nothing(probe: &dyn HealthProbe) {
    for _ in 0..2 {
        let answer = tokio::time::timeout(ANSWER_LIMIT, probe.takes_writes()).await;
        assert_eq!(answer, Ok(Ok(())));
    }
}

/// Whoever has a clock keeps it better than to be in another decade.
pub async fn a_clock_of_its_own_is_plausible(probe: &dyn HealthProbe) {
    let answer = tokio::time::timeout(ANSWER_LIMIT, probe.clock()).await;
    let now = answer.expect("an answer in time").expect("an answer");
    assert!(
        now.is_none_or(|now| now > YEAR_2020 && now < YEAR_2100),
        "{now:?}"
    );
}

/// The name is a key of the reply.
fn assert_snake_case(name: &str) {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    assert!(!name.is_empty() && name.bytes().all(allowed), "{name:?}");
}

/// Runs the contract of `HealthProbe` on an adapter.
#[macro_export]
macro_rules! health_contract {
    ($adapter:expr) => {
        $crate::__async_cases!(
            health,
            $adapter,
            answers_in_time,
            a_trial_leaves_nothing,
            a_clock_of_its_own_is_plausible,
        );
    };
}
