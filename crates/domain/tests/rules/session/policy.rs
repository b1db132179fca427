//! The numbers of sessions.

use std::time::Duration;

use portico_domain::session::{SessionPolicy, SessionPolicyError};
use rstest::rstest;

use super::session_policy;

const SECOND: Duration = Duration::from_secs(1);
const NANOSECOND: Duration = Duration::from_nanos(1);

fn policy(change: impl FnOnce(&mut SessionPolicy)) -> Result<SessionPolicy, SessionPolicyError> {
    let mut policy = session_policy();
    change(&mut policy);
    policy.checked()
}

#[test]
fn the_usual_numbers_are_taken_as_they_are() {
    assert_eq!(policy(|_| {}), Ok(session_policy()));
}

// D6: at most 60 s.
#[rstest]
#[case(Duration::ZERO, None)]
#[case(SECOND * 60, None)]
#[case(SECOND * 60 + NANOSECOND, Some(SessionPolicyError::Leeway))]
fn the_leeway_is_at_most_a_minute(
    #[case] leeway: Duration,
    #[case] error: Option<SessionPolicyError>,
) {
    assert_eq!(policy(|policy| policy.leeway = leeway).err(), error);
}

// Section 2.2: anything from one second is allowed.
#[rstest]
#[case(SECOND, None)]
#[case(Duration::from_millis(999), Some(SessionPolicyError::AccessTtl))]
fn a_token_lives_for_at_least_a_second(
    #[case] ttl: Duration,
    #[case] error: Option<SessionPolicyError>,
) {
    assert_eq!(policy(|policy| policy.access_ttl = ttl).err(), error);
}

// D13
#[rstest]
#[case::as_long_as_the_absolute(Duration::from_hours(30 * 24), None)]
#[case::shortest(SECOND, None)]
#[case::longer_than_the_absolute(Duration::from_hours(30 * 24) + NANOSECOND, Some(SessionPolicyError::IdleTimeout))]
#[case::none_at_all(Duration::ZERO, Some(SessionPolicyError::IdleTimeout))]
fn the_idle_limit_is_within_the_absolute_one(
    #[case] idle: Duration,
    #[case] error: Option<SessionPolicyError>,
) {
    assert_eq!(policy(|policy| policy.idle_timeout = idle).err(), error);
}
