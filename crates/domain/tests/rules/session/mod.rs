//! Sessions and the tokens in them.

mod activity;
mod claims;
mod policy;
mod record;
mod renewal;

use std::num::NonZeroU32;
use std::time::Duration;

use portico_domain::session::SessionPolicy;
use portico_domain::timestamp::Timestamp;

/// 678 901 µs past a whole second.
const NOW: Timestamp = Timestamp::from_unix_micros(1_767_323_045_678_901);
const MICROSECOND: Duration = Duration::from_micros(1);

fn session_policy() -> SessionPolicy {
    SessionPolicy {
        access_ttl: Duration::from_mins(15),
        leeway: Duration::from_secs(5),
        idle_timeout: Duration::from_hours(7 * 24),
        absolute_timeout: Duration::from_hours(30 * 24),
        max_per_user: NonZeroU32::MIN,
    }
}
