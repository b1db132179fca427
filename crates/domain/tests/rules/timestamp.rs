//! Points in time.

use std::time::Duration;

use portico_domain::timestamp::Timestamp;
use proptest::prelude::*;
use rstest::rstest;

const A_MOMENT: Timestamp = Timestamp::from_unix_micros(1_767_323_045_678_901);

fn moments() -> impl Strategy<Value = Timestamp> {
    any::<i64>().prop_map(Timestamp::from_unix_micros)
}

fn spans() -> impl Strategy<Value = Duration> {
    (any::<u64>(), 0..1_000_000_000_u32).prop_map(|(seconds, nanos)| Duration::new(seconds, nanos))
}

// I16: a clock that jumps must not make anything overflow.
#[rstest]
#[case(Timestamp::MAX.plus(Duration::from_micros(1)), Timestamp::MAX)]
#[case(Timestamp::MAX.plus(Duration::MAX), Timestamp::MAX)]
#[case(Timestamp::MIN.minus(Duration::from_micros(1)), Timestamp::MIN)]
#[case(Timestamp::MIN.minus(Duration::MAX), Timestamp::MIN)]
#[case(Timestamp::from_unix_micros(i64::MAX), Timestamp::MAX)]
#[case(Timestamp::from_unix_micros(i64::MIN), Timestamp::MIN)]
#[case(Timestamp::from_unix_seconds(i64::MAX), Timestamp::MAX)]
#[case(Timestamp::from_unix_seconds(i64::MIN), Timestamp::MIN)]
fn arithmetic_is_held_at_the_ends(#[case] result: Timestamp, #[case] end: Timestamp) {
    assert_eq!(result, end);
}

#[test]
fn the_ends_are_the_years_1_and_9999() {
    assert_eq!(Timestamp::MIN.unix_seconds(), -62_135_596_800);
    assert_eq!(Timestamp::MAX.unix_seconds(), 253_402_300_799);
    assert_eq!(Timestamp::MAX.unix_micros() % 1_000_000, 999_999);
}

#[test]
fn seconds_are_rounded_down_before_the_epoch_too() {
    assert_eq!(Timestamp::from_unix_micros(-1).unix_seconds(), -1);
    assert_eq!(Timestamp::from_unix_micros(1_999_999).unix_seconds(), 1);
}

#[test]
fn the_whole_second_drops_the_fraction() {
    assert_eq!(
        A_MOMENT.floor_to_second(),
        Timestamp::from_unix_seconds(1_767_323_045)
    );
}

#[test]
fn nothing_has_passed_since_a_later_moment() {
    let later = A_MOMENT.plus(Duration::from_micros(1));
    assert_eq!(A_MOMENT.since(later), Duration::ZERO);
    assert_eq!(later.since(A_MOMENT), Duration::from_micros(1));
}

#[test]
fn less_than_a_microsecond_is_dropped() {
    assert_eq!(A_MOMENT.plus(Duration::from_nanos(999)), A_MOMENT);
}

proptest! {
    #[test]
    fn every_result_is_in_range(moment in moments(), span in spans()) {
        let range = Timestamp::MIN..=Timestamp::MAX;
        prop_assert!(range.contains(&moment.plus(span)));
        prop_assert!(range.contains(&moment.minus(span)));
    }

    #[test]
    fn time_only_goes_one_way(moment in moments(), span in spans()) {
        prop_assert!(moment.plus(span) >= moment);
        prop_assert!(moment.minus(span) <= moment);
    }

    #[test]
    fn what_was_added_is_what_has_passed(seconds in 0..4_000_000_000_i64, micros in 0..1_u64 << 50) {
        let (start, span) = (Timestamp::from_unix_seconds(seconds), Duration::from_micros(micros));
        prop_assert_eq!(start.plus(span).since(start), span);
        prop_assert_eq!(start.plus(span).minus(span), start);
    }

    #[test]
    fn moments_order_as_their_numbers(a in moments(), b in moments()) {
        prop_assert_eq!(a.cmp(&b), a.unix_micros().cmp(&b.unix_micros()));
    }

    #[test]
    fn the_whole_second_is_not_later_and_not_a_second_away(moment in moments()) {
        let second = moment.floor_to_second();
        prop_assert!(second <= moment);
        prop_assert!(moment.since(second) < Duration::from_secs(1));
    }
}
