//! Days as answers (RFC 3339 §5.6).

use portico_domain::onboarding::AnswerDate;
use proptest::prelude::*;
use rstest::rstest;

/// The Gregorian calendar by another road than the code's: the ordinal number of a day (Rata Die).
fn ordinal((year, month, day): (i64, i64, i64)) -> i64 {
    let (shifted_year, shifted_month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days =
        shifted_year.div_euclid(4) - shifted_year.div_euclid(100) + shifted_year.div_euclid(400);
    365 * shifted_year + leap_days + (153 * shifted_month + 2) / 5 + day
}

/// A day exists when the first of the next month is not before the day after it.
fn exists((year, month, day): (i64, i64, i64)) -> bool {
    let next_month = if month == 12 {
        (year + 1, 1, 1)
    } else {
        (year, month + 1, 1)
    };
    (1..=12).contains(&month) && day >= 1 && ordinal((year, month, day)) < ordinal(next_month)
}

#[rstest]
#[case::ada("1815-12-10")]
#[case::the_first("0001-01-01")]
#[case::the_last("9999-12-31")]
#[case::leap_year("2024-02-29")]
#[case::leap_century("2000-02-29")]
fn a_day_is_kept_as_written(#[case] text: &str) {
    let day = AnswerDate::parse(text).expect("a day");
    assert_eq!(day.as_str(), text);
}

#[rstest]
#[case::no_leap_year("2023-02-29")]
#[case::no_leap_century("1900-02-29")]
#[case::short_month("2023-04-31")]
#[case::no_day("2023-01-00")]
#[case::no_month("2023-00-01")]
#[case::thirteenth_month("2023-13-01")]
#[case::no_year("0000-01-01")]
#[case::before_the_first("-001-01-01")]
#[case::short("2023-1-01")]
#[case::long("2023-01-011")]
#[case::time("2023-01-01T00:00:00Z")]
#[case::slashes("2023/01/01")]
#[case::backwards("01-01-2023")]
#[case::signed("2023-+1-01")]
#[case::blank(" 2023-01-0")]
#[case::other_digits("２０２３-01-01")]
#[case::multi_byte("202é-01-0")]
#[case::empty("")]
fn anything_else_is_none(#[case] text: &str) {
    assert_eq!(AnswerDate::parse(text), None);
}

proptest! {
    #[test]
    fn a_day_is_one_of_the_calendar(year in 1_i64..=9999, month in 0_i64..=13, day in 0_i64..=32) {
        let text = format!("{year:04}-{month:02}-{day:02}");
        prop_assert_eq!(AnswerDate::parse(&text).is_some(), exists((year, month, day)));
    }

    #[test]
    fn no_text_makes_it_panic(text in ".{0,12}") {
        let _ = AnswerDate::parse(&text);
    }
}
