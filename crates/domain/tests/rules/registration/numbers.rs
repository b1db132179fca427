//! The numbers of registration are held to the requirements (A6, A7, A10).

use std::time::Duration;

use portico_domain::registration::{RegistrationPolicy, RegistrationPolicyError};
use rstest::rstest;

use super::policy;

const NANOSECOND: Duration = Duration::from_nanos(1);
const TEN_MINUTES: Duration = Duration::from_mins(10);

fn error(change: impl FnOnce(&mut RegistrationPolicy)) -> Option<RegistrationPolicyError> {
    let mut policy = policy();
    change(&mut policy);
    policy.checked().err()
}

#[test]
fn the_usual_numbers_are_taken_as_they_are() {
    assert_eq!(policy().checked(), Ok(policy()));
}

// A6
#[rstest]
#[case(NANOSECOND, None)]
#[case(TEN_MINUTES, None)]
#[case(TEN_MINUTES + NANOSECOND, Some(RegistrationPolicyError::CodeTtl))]
#[case(Duration::ZERO, Some(RegistrationPolicyError::CodeTtl))]
fn a_code_lives_for_up_to_ten_minutes(
    #[case] ttl: Duration,
    #[case] expected: Option<RegistrationPolicyError>,
) {
    assert_eq!(error(|policy| policy.code_ttl = ttl), expected);
}

// A7
#[rstest]
#[case(0, Some(RegistrationPolicyError::MaxAttempts))]
#[case(1, None)]
#[case(5, None)]
#[case(6, Some(RegistrationPolicyError::MaxAttempts))]
fn one_to_five_wrong_codes_may_be_allowed(
    #[case] attempts: u32,
    #[case] expected: Option<RegistrationPolicyError>,
) {
    assert_eq!(error(|policy| policy.max_attempts = attempts), expected);
}

// A10
#[rstest]
#[case(Duration::ZERO, None)]
#[case(Duration::from_nanos(599_999_999_999), None)]
#[case(TEN_MINUTES, Some(RegistrationPolicyError::ResendAfter))]
fn the_wait_for_a_further_code_is_shorter_than_ten_minutes(
    #[case] wait: Duration,
    #[case] expected: Option<RegistrationPolicyError>,
) {
    assert_eq!(error(|policy| policy.resend_after = wait), expected);
}

// A6
#[test]
fn a_registration_lives_for_an_hour() {
    assert_eq!(RegistrationPolicy::LIFETIME, Duration::from_hours(1));
}
