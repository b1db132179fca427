//! Spans as header fields carry them.

use std::time::Duration;

/// Whole seconds, rounded up: who waits for so long is not too early.
pub(crate) fn whole_seconds(span: Duration) -> u64 {
    let begun = u64::from(span.subsec_nanos() > 0);
    span.as_secs().saturating_add(begun)
}
