//! Guessing slowed down (C3, C4, A11).

use std::time::Duration;

use portico_domain::throttle::{Throttle, ThrottleKey, ThrottlePolicy, Throttled};
use portico_domain::timestamp::Timestamp;
use proptest::prelude::*;
use rstest::rstest;

const NOW: Timestamp = Timestamp::from_unix_seconds(1_767_323_045);
const SECOND: Duration = Duration::from_secs(1);
const QUARTER: Duration = Duration::from_mins(15);
const DAY: Duration = Duration::from_hours(24);
const MICROSECOND: Duration = Duration::from_micros(1);

/// C3 and C4.
const LOG_IN: ThrottlePolicy = ThrottlePolicy {
    free_failures: 10,
    window: QUARTER,
    first_delay: SECOND,
    longest_delay: QUARTER,
    locked_after: Some(100),
};

/// A11: a budget for each day.
const DAILY: ThrottlePolicy = ThrottlePolicy {
    free_failures: 100,
    window: DAY,
    first_delay: DAY,
    longest_delay: DAY,
    locked_after: None,
};

fn nothing_yet() -> Throttle {
    Throttle::new(ThrottleKey::from_digest([7; 32]), NOW)
}

/// After so many failures at one moment.
fn failed(times: u32, policy: &ThrottlePolicy) -> Throttle {
    let mut throttle = nothing_yet();
    for _ in 0..times {
        throttle.fail(policy, NOW);
    }
    throttle
}

fn wait(throttle: &Throttle, policy: &ThrottlePolicy, now: Timestamp) -> Duration {
    throttle
        .check(policy, now)
        .map_or_else(|throttled| throttled.retry_after, |()| Duration::ZERO)
}

/// Fails as often as it may, as soon as it may; gives the waits.
fn waits_of_an_attacker(times: u32, policy: &ThrottlePolicy) -> Vec<Duration> {
    let (mut throttle, mut now) = (nothing_yet(), NOW);
    let mut waits = Vec::new();
    for _ in 0..times {
        let span = wait(&throttle, policy, now);
        now = now.plus(span);
        throttle.fail(policy, now);
        waits.push(span);
    }
    waits
}

// C3
#[rstest]
#[case::none(0, Duration::ZERO)]
#[case::nine(9, Duration::ZERO)]
#[case::ten(10, SECOND)]
#[case::eleven(11, SECOND * 2)]
#[case::fifteen(15, SECOND * 32)]
#[case::many(60, QUARTER)]
fn ten_attempts_may_fail_and_then_each_failure_doubles_the_wait(
    #[case] failures: u32,
    #[case] span: Duration,
) {
    assert_eq!(wait(&failed(failures, &LOG_IN), &LOG_IN, NOW), span);
}

// C3
#[test]
fn a_wait_is_over_when_it_says() {
    let throttle = failed(10, &LOG_IN);
    let refusal = |now| throttle.check(&LOG_IN, now);
    assert_eq!(
        refusal(NOW.plus(SECOND.saturating_sub(MICROSECOND))),
        Err(Throttled {
            retry_after: MICROSECOND
        })
    );
    assert_eq!(refusal(NOW.plus(SECOND)), Ok(()));
}

// C3: the waits must grow to a quarter of an hour, so the window must not end before.
#[test]
fn the_waits_of_somebody_who_goes_on_grow_to_the_longest() {
    let waits = waits_of_an_attacker(21, &LOG_IN);
    assert!(waits[..10].iter().all(Duration::is_zero));
    let grown: Vec<u64> = waits[10..].iter().map(Duration::as_secs).collect();
    assert_eq!(grown, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900]);
}

// C3
#[test]
fn failures_of_an_earlier_window_do_not_count() {
    let mut throttle = failed(9, &LOG_IN);
    throttle.fail(&LOG_IN, NOW.plus(QUARTER));
    assert_eq!(throttle.failures, 1);
    assert_eq!(throttle.in_a_row, 10);
    assert_eq!(wait(&throttle, &LOG_IN, NOW.plus(QUARTER)), Duration::ZERO);
}

#[test]
fn failures_up_to_the_end_of_a_window_count_together() {
    let mut throttle = failed(9, &LOG_IN);
    let now = NOW.plus(QUARTER.saturating_sub(MICROSECOND));
    throttle.fail(&LOG_IN, now);
    assert_eq!(wait(&throttle, &LOG_IN, now), SECOND);
}

#[test]
fn a_quiet_window_makes_the_waits_start_anew() {
    let mut throttle = failed(14, &LOG_IN);
    let later = NOW.plus(QUARTER);
    throttle.fail(&LOG_IN, later);
    assert_eq!(wait(&throttle, &LOG_IN, later), Duration::ZERO);
}

// C4: whatever time passes between them.
#[test]
fn a_hundred_failures_in_a_row_lock() {
    let (mut throttle, mut now) = (nothing_yet(), NOW);
    for _ in 0..99 {
        throttle.fail(&LOG_IN, now);
        now = now.plus(DAY);
    }
    assert_eq!(throttle.check(&LOG_IN, now), Ok(()));
    throttle.fail(&LOG_IN, now);
    for later in [now, now.plus(DAY * 3650), Timestamp::MAX] {
        assert_eq!(
            throttle.check(&LOG_IN, later),
            Err(Throttled {
                retry_after: QUARTER
            })
        );
    }
}

// C4: otherwise purging would be the reset.
#[test]
fn a_lock_is_never_forgotten() {
    assert_eq!(failed(100, &LOG_IN).forgettable_at(&LOG_IN), Timestamp::MAX);
}

#[test]
fn failures_that_can_add_up_to_a_lock_are_remembered_for_a_month() {
    let throttle = failed(3, &LOG_IN);
    assert_eq!(
        throttle.forgettable_at(&LOG_IN),
        NOW.plus(ThrottlePolicy::LONG_MEMORY)
    );
}

// A11
#[test]
fn a_daily_budget_is_used_up_for_a_day_and_then_whole_again() {
    assert_eq!(wait(&failed(99, &DAILY), &DAILY, NOW), Duration::ZERO);
    let mut throttle = failed(100, &DAILY);
    assert_eq!(wait(&throttle, &DAILY, NOW), DAY);
    let tomorrow = NOW.plus(DAY);
    assert_eq!(throttle.check(&DAILY, tomorrow), Ok(()));
    throttle.fail(&DAILY, tomorrow);
    assert_eq!(wait(&throttle, &DAILY, tomorrow), Duration::ZERO);
}

#[test]
fn without_a_lock_a_window_is_all_that_is_remembered() {
    assert_eq!(failed(3, &DAILY).forgettable_at(&DAILY), NOW.plus(DAY));
    assert_eq!(failed(100, &DAILY).forgettable_at(&DAILY), NOW.plus(DAY));
}

#[test]
fn with_no_free_failure_the_first_one_costs_the_first_wait() {
    let policy = ThrottlePolicy {
        free_failures: 0,
        ..LOG_IN
    };
    assert_eq!(wait(&failed(1, &policy), &policy, NOW), SECOND);
    assert_eq!(wait(&failed(2, &policy), &policy, NOW), SECOND * 2);
}

// I16: numbers at their ends.
#[test]
fn counts_and_times_do_not_overflow() {
    let mut throttle = Throttle {
        failures: u32::MAX,
        in_a_row: u32::MAX,
        ..nothing_yet()
    };
    throttle.fail(&DAILY, NOW);
    assert_eq!(wait(&throttle, &DAILY, NOW), DAY);
    throttle.fail(&DAILY, Timestamp::MAX);
    assert!(throttle.blocked_until <= Timestamp::MAX);
}

proptest! {
    // Forgetting must not free anybody: what is forgettable lets the next attempt through anyway.
    #[test]
    fn what_can_be_forgotten_says_nothing(spans in prop::collection::vec(0..2_000_u64, 0..99)) {
        let (mut throttle, mut now) = (nothing_yet(), NOW);
        for span in spans {
            now = now.plus(Duration::from_secs(span));
            throttle.fail(&LOG_IN, now);
        }
        let forgettable = throttle.forgettable_at(&LOG_IN);
        prop_assert_eq!(throttle.check(&LOG_IN, forgettable), Ok(()));
        throttle.fail(&LOG_IN, forgettable);
        prop_assert_eq!(throttle.failures, 1);
    }

    // C3: no rhythm of failing gets more than ten free attempts out of a window, or a wait beyond the longest.
    #[test]
    fn no_window_has_more_free_attempts_than_the_policy_says(spans in prop::collection::vec(0..400_u64, 1..90)) {
        let (mut throttle, mut now, mut free) = (nothing_yet(), NOW, Vec::new());
        for span in spans {
            now = now.plus(Duration::from_secs(span));
            let asked = wait(&throttle, &LOG_IN, now);
            prop_assert!(asked <= QUARTER);
            now = now.plus(asked);
            throttle.fail(&LOG_IN, now);
            if wait(&throttle, &LOG_IN, now).is_zero() {
                free.push(now);
            }
        }
        // Nine without a wait after them, and a fixed window sees the end of one and the start of the next.
        for first in &free {
            let within = free.iter().filter(|at| *at >= first && at.since(*first) < QUARTER);
            prop_assert!(within.count() <= 18);
        }
    }
}
