//! How values are written. No reason repeats the value: it might be a secret in the wrong place.

use std::str::FromStr;
use std::time::Duration;

use domain::limit::Quota;

/// Why a text is not a value.
pub(crate) type Reason = &'static str;

/// A whole number without a sign.
pub(crate) fn number<T: FromStr>(text: &str) -> Result<T, Reason> {
    text.parse().map_err(|_| "not a whole number in range")
}

/// `true` or `false`.
pub(crate) fn switch(text: &str) -> Result<bool, Reason> {
    text.parse().map_err(|_| "must be true or false")
}

/// A number and a unit: `500ms`, `90s`, `15m`, `12h`, `7d`.
pub(crate) fn duration(text: &str) -> Result<Duration, Reason> {
    const FORM: Reason = "not a duration such as 500ms, 90s, 15m, 12h or 7d";
    let unit_at = text.find(|c: char| !c.is_ascii_digit()).ok_or(FORM)?;
    let (digits, unit) = text.split_at(unit_at);
    let count: u64 = digits.parse().map_err(|_| FORM)?;
    let seconds_per_unit = match unit {
        "ms" => return Ok(Duration::from_millis(count)),
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return Err(FORM),
    };
    let seconds = count.checked_mul(seconds_per_unit).ok_or(FORM)?;
    (seconds <= LONGEST_SECONDS)
        .then(|| Duration::from_secs(seconds))
        .ok_or("longer than 100 years")
}

/// How many in how long: `30/5m`.
pub(crate) fn rate(text: &str) -> Result<Quota, Reason> {
    const FORM: Reason = "not a rate such as 30/5m: a count from 1 on and a duration";
    let (count, period) = text.split_once('/').ok_or(FORM)?;
    let burst = count.parse().map_err(|_| FORM)?;
    let period = duration(period).map_err(|_| FORM)?;
    (!period.is_zero())
        .then_some(Quota { burst, period })
        .ok_or(FORM)
}

/// A century: sums of a timestamp and a few durations stay in range.
const LONGEST_SECONDS: u64 = 100 * 366 * 86_400;

/// A single line of text.
pub(crate) fn line(text: &str) -> Result<String, Reason> {
    if text.chars().any(char::is_control) {
        Err("may not hold control characters")
    } else {
        Ok(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("500ms", 500)]
    #[case("0s", 0)]
    #[case("90s", 90_000)]
    #[case("15m", 900_000)]
    #[case("12h", 43_200_000)]
    #[case("7d", 604_800_000)]
    fn a_duration_is_a_number_and_a_unit(#[case] text: &str, #[case] millis: u64) {
        assert_eq!(duration(text), Ok(Duration::from_millis(millis)));
    }

    #[rstest]
    #[case("")]
    #[case("15")]
    #[case("m")]
    #[case("-1s")]
    #[case("1.5h")]
    #[case("15 m")]
    #[case("15M")]
    #[case("1h30m")]
    #[case("99999999999999999999s")]
    #[case("9999999999999999999d")]
    #[case("40000d")]
    fn anything_else_is_not_a_duration(#[case] text: &str) {
        assert!(duration(text).is_err());
    }

    #[test]
    fn a_rate_is_a_count_and_a_duration() {
        let quota = rate("30/5m").unwrap();
        assert_eq!(quota.burst.get(), 30);
        assert_eq!(quota.period, Duration::from_mins(5));
    }

    #[rstest]
    #[case("")]
    #[case("30")]
    #[case("30/")]
    #[case("/5m")]
    #[case("0/5m")]
    #[case("30/0s")]
    #[case("-30/5m")]
    #[case("30 / 5m")]
    #[case("30/5")]
    #[case("30/5m/1")]
    fn anything_else_is_not_a_rate(#[case] text: &str) {
        assert!(rate(text).is_err());
    }

    #[rstest]
    #[case("-1")]
    #[case("1.0")]
    #[case("ten")]
    #[case("4294967296")]
    fn a_number_is_whole_and_in_range(#[case] text: &str) {
        assert!(number::<u32>(text).is_err());
    }
}
