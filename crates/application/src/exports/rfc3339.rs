//! Times as the document has them.

use chrono::{DateTime, SecondsFormat};
use domain::timestamp::Timestamp;

/// A time in RFC 3339, UTC, to the microsecond: what replies carry too.
pub(super) fn rfc3339(at: Timestamp) -> String {
    // Timestamps are held to the years that have such a form.
    DateTime::from_timestamp_micros(at.unix_micros())
        .unwrap_or_default()
        .to_rfc3339_opts(SecondsFormat::Micros, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_moment_has_microseconds_and_the_ends_of_time_a_form() {
        for (micros, text) in [
            (0, "1970-01-01T00:00:00.000000Z"),
            (1_795_266_090_207_731, "2026-11-21T13:01:30.207731Z"),
        ] {
            assert_eq!(rfc3339(Timestamp::from_unix_micros(micros)), text);
        }
        assert_eq!(rfc3339(Timestamp::MIN), "0001-01-01T00:00:00.000000Z");
        assert_eq!(rfc3339(Timestamp::MAX), "9999-12-31T23:59:59.999999Z");
    }
}
