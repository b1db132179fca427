//! When a schedule is due.

use domain::timestamp::Timestamp;
use portico_application::schedules::{CronExpression, CronExpressionError};

/// A moment of so many days after 2026-11-21, a Saturday.
const fn at(days: i64, hour: i64, minute: i64) -> Timestamp {
    Timestamp::from_unix_seconds(1_795_219_200 + (days * 24 + hour) * 3_600 + minute * 60)
}

fn cron(text: &str) -> CronExpression {
    CronExpression::parse(text).expect("a cron expression")
}

#[test]
fn the_moments_around_a_moment_are_found_in_utc() {
    let now = Timestamp::from_unix_micros(at(0, 13, 1).unix_micros() + 30_500_000);
    for (text, newest, next) in [
        ("* * * * *", at(0, 13, 1), at(0, 13, 2)),
        ("*/10 * * * *", at(0, 13, 0), at(0, 13, 10)),
        ("0 13 * * *", at(0, 13, 0), at(1, 13, 0)),
        ("30 2,14 * * *", at(0, 2, 30), at(0, 14, 30)),
        ("0 0 * * MON", at(-5, 0, 0), at(2, 0, 0)),
        ("0 0 1 * *", at(-20, 0, 0), at(10, 0, 0)),
        ("59 23 29 2 *", at(-996, 23, 59), at(465, 23, 59)),
    ] {
        let cron = cron(text);
        assert_eq!(cron.newest_until(now), Some(newest), "{text}");
        assert_eq!(cron.next_after(now), Some(next), "{text}");
    }
}

#[test]
fn a_moment_has_come_when_it_is_now() {
    let cron = cron("*/10 * * * *");
    assert_eq!(cron.newest_until(at(0, 13, 10)), Some(at(0, 13, 10)));
    assert_eq!(cron.next_after(at(0, 13, 10)), Some(at(0, 13, 20)));
}

#[test]
fn the_ends_of_time_have_nothing_beyond() {
    let cron = cron("* * * * *");
    assert_eq!(cron.next_after(Timestamp::MAX), None);
    assert_eq!(cron.newest_until(Timestamp::MIN), Some(Timestamp::MIN));
}

#[test]
fn anything_but_five_fields_in_range_is_refused() {
    for text in [
        "",
        "*",
        "* * * *",
        "* * * * * *",
        "0 * * * * * 2027",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "*/0 * * * *",
        "-1 * * * *",
        "a b c d e",
        "@hourly",
        "10m",
    ] {
        let refusal = CronExpression::parse(text).expect_err(text);
        assert_eq!(refusal, CronExpressionError::Form, "{text}");
    }
}

#[test]
fn a_day_that_no_calendar_has_is_refused() {
    for text in ["0 0 30 2 *", "0 0 31 4,6,9,11 *"] {
        let refusal = CronExpression::parse(text).expect_err(text);
        assert_eq!(refusal, CronExpressionError::Never, "{text}");
    }
}
