//! How long a failed job waits (I4).

use std::time::Duration;

use portico_domain::job::BackOff;
use proptest::prelude::*;
use rstest::rstest;

const MOST_JITTER: u8 = u8::MAX;

/// What mail uses: 5 s, doubled, capped at an hour.
const MAIL: BackOff = BackOff {
    first: Duration::from_secs(5),
    most: Duration::from_hours(1),
};

/// Whole seconds up to a week: beyond, nanoseconds no longer fit into a float.
fn back_offs() -> impl Strategy<Value = BackOff> {
    (1..3_600_u64, 1..604_800_u64).prop_map(|(first, most)| BackOff {
        first: Duration::from_secs(first),
        most: Duration::from_secs(most),
    })
}

// I4
#[rstest]
#[case(1, 5)]
#[case(2, 10)]
#[case(3, 20)]
#[case(4, 40)]
#[case(10, 2_560)]
#[case(11, 3_600)]
#[case(12, 3_600)]
fn the_wait_doubles_up_to_the_cap(#[case] failures: u32, #[case] seconds: u64) {
    let longest = MAIL.wait(failures, MOST_JITTER);
    assert_eq!(longest, Duration::from_secs(seconds));
}

// I4
#[rstest]
#[case(0)]
#[case(32)]
#[case(33)]
#[case(u32::MAX)]
fn no_number_of_failures_overflows(#[case] failures: u32) {
    assert!(MAIL.wait(failures, MOST_JITTER) <= MAIL.most);
}

// I4
#[test]
fn without_jitter_it_is_half_the_wait() {
    assert_eq!(MAIL.wait(1, 0), Duration::from_millis(2_500));
}

proptest! {
    // I4: jobs that failed together do not come back together, and none comes back at once.
    #[test]
    fn jitter_spreads_over_the_upper_half(back_off in back_offs(), failures in 1..64_u32, jitter: u8) {
        let longest = back_off.wait(failures, MOST_JITTER);
        let wait = back_off.wait(failures, jitter);
        prop_assert!(wait >= longest / 2 && wait <= longest);
        prop_assert!(longest <= back_off.most);
    }

    #[test]
    fn more_failures_never_shorten_the_wait(back_off in back_offs(), failures in 1..64_u32, jitter: u8) {
        prop_assert!(back_off.wait(failures + 1, jitter) >= back_off.wait(failures, jitter));
    }

    #[test]
    fn below_the_cap_each_wait_is_twice_the_last(first in 1..60_u64, failures in 1..20_u32) {
        let uncapped = BackOff { first: Duration::from_secs(first), most: Duration::MAX / 4 };
        let (one, next) = (uncapped.wait(failures, 0), uncapped.wait(failures + 1, 0));
        prop_assert_eq!(next, one * 2);
    }

    #[test]
    fn jitter_tells_jobs_apart(a: u8, b: u8) {
        prop_assert_eq!(MAIL.wait(3, a) == MAIL.wait(3, b), a == b);
    }
}
