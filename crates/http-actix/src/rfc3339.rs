//! Times as replies carry them.

use domain::timestamp::Timestamp;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A time in RFC 3339, UTC, to the microsecond.
///
/// Timestamps are held to the years that have such a form, so nothing is lost in the conversion.
pub(crate) fn rfc3339(at: Timestamp) -> String {
    let nanoseconds = i128::from(at.unix_micros()) * 1000;
    let moment = OffsetDateTime::from_unix_timestamp_nanos(nanoseconds);
    let moment = moment.unwrap_or(OffsetDateTime::UNIX_EPOCH);
    moment.format(&Rfc3339).unwrap_or_default()
}
