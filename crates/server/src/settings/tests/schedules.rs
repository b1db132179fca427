//! Cron expressions.

use domain::timestamp::Timestamp;

use super::*;

/// How many minutes lie between two purges.
fn purge_interval(settings: &Settings) -> Option<u64> {
    let cron = settings.schedules.purge.as_ref()?;
    let next = cron.next_after(Timestamp::from_unix_seconds(0)).unwrap();
    let then = cron.next_after(next).unwrap();
    Some(then.since(next).as_secs() / 60)
}

#[test]
fn what_is_over_is_removed_every_ten_minutes() {
    let settings = Settings::load(&Sources::default()).unwrap();
    assert_eq!(purge_interval(&settings), Some(10));
    assert_eq!(settings.schedules.schedules().len(), 1);
}

#[test]
fn a_schedule_is_a_cron_expression() {
    let sources = variables(&[("PORTICO__SCHEDULES__PURGE", "15 */2 * * *")]);
    let settings = Settings::load(&sources).unwrap();
    assert_eq!(purge_interval(&settings), Some(120));
}

#[test]
fn an_empty_schedule_is_never_due() {
    let sources = variables(&[("PORTICO__SCHEDULES__PURGE", "")]);
    let settings = Settings::load(&sources).unwrap();
    assert!(settings.schedules.schedules().is_empty());
}

#[rstest]
#[case("10m")]
#[case("*/10 * * *")]
#[case("0 */10 * * * *")]
#[case("0 0 30 2 *")]
fn a_malformed_schedule_stops_the_start_and_names_the_key(#[case] text: &str) {
    let line = refusal(&variables(&[("PORTICO__SCHEDULES__PURGE", text)]));
    assert!(
        line.contains("schedules.purge (PORTICO__SCHEDULES__PURGE)"),
        "{line}"
    );
}
