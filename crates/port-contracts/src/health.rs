//! The contract of [`HealthProbe`], for a dependency that is up. What a probe says of one that is down is
//! for the adapter's own outage test.

use std::time::Duration;

use domain::ports::HealthProbe;

const ANSWER_LIMIT: Duration = Duration::from_secs(2);

/// An answer that comes later is no answer for whoever asks `/readyz`.
pub async fn answers_in_time(probe: &dyn HealthProbe) {
    let answer = tokio::time::timeout(ANSWER_LIMIT, probe.check()).await;
    assert_eq!(answer, Ok(Ok(())));
    assert_snake_case(probe.name());
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
        $crate::__async_cases!(health, $adapter, answers_in_time);
    };
}
