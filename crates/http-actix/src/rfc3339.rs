//! Times as replies carry them.

use std::num::NonZeroU8;

use domain::timestamp::Timestamp;
use time::OffsetDateTime;
use time::format_description::well_known::iso8601::{Config, EncodedConfig, TimePrecision};
use time::format_description::well_known::{Iso8601, Rfc3339};

/// Microseconds, always six digits of them: equal replies have equal lengths (A1), and texts sort as times.
const FORMAT: EncodedConfig = Config::DEFAULT
    .set_time_precision(TimePrecision::Second {
        decimal_digits: NonZeroU8::new(6),
    })
    .encode();

/// A time in RFC 3339, UTC, to the microsecond.
///
/// Timestamps are held to the years that have such a form, so nothing is lost in the conversion.
#[must_use]
pub fn rfc3339(at: Timestamp) -> String {
    let nanoseconds = i128::from(at.unix_micros()) * 1000;
    let moment = OffsetDateTime::from_unix_timestamp_nanos(nanoseconds);
    let moment = moment.unwrap_or(OffsetDateTime::UNIX_EPOCH);
    moment.format(&Iso8601::<FORMAT>).unwrap_or_default()
}

/// The moment that a text in RFC 3339 names, whatever its offset, to the microsecond.
pub(crate) fn moment_of(text: &str) -> Option<Timestamp> {
    let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    let micros = moment.unix_timestamp_nanos().div_euclid(1000);
    i64::try_from(micros).map(Timestamp::from_unix_micros).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    // A1
    #[test]
    fn every_moment_of_our_era_has_the_same_length() {
        for (micros, text) in [
            (0, "1970-01-01T00:00:00.000000Z"),
            (1_795_266_090_200_000, "2026-11-21T13:01:30.200000Z"),
            (1_795_266_090_207_731, "2026-11-21T13:01:30.207731Z"),
        ] {
            assert_eq!(rfc3339(Timestamp::from_unix_micros(micros)), text);
        }
    }

    #[test]
    fn a_moment_is_read_as_it_is_written_and_with_any_offset() {
        let moment = Timestamp::from_unix_micros(1_795_266_090_207_731);
        for text in [
            &rfc3339(moment),
            "2026-11-21T14:01:30.207731+01:00",
            "2026-11-21t08:31:30.2077319-04:30",
        ] {
            assert_eq!(moment_of(text), Some(moment), "{text}");
        }
        for text in ["", "2026-11-21", "2026-11-21T13:01:30", "now", "1795266090"] {
            assert_eq!(moment_of(text), None, "{text}");
        }
    }

    #[test]
    fn the_ends_have_a_form_too() {
        assert_eq!(rfc3339(Timestamp::MIN), "0001-01-01T00:00:00.000000Z");
        assert_eq!(rfc3339(Timestamp::MAX), "9999-12-31T23:59:59.999999Z");
    }
}
