//! The numbers of one model, and how much of everything there is in it.

use std::time::Duration;

use portico_domain::session::{RenewalPolicy, ReuseAction, SessionPolicy};

pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// How a client tells a successor from a late reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Adoption {
    /// By its generation: the ideal client.
    NewerGeneration,
    /// By `X-Access-Token-Expires-At`: all that a client can see.
    LaterExpiry,
}

/// One model.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World {
    pub(crate) policy: SessionPolicy,
    pub(crate) renewal: RenewalPolicy,
    /// Where the clock stops.
    pub(crate) horizon: Duration,
    /// How many requests of the honest client can be under way at once.
    pub(crate) in_flight: usize,
    pub(crate) adoption: Adoption,
    /// How long the client may do nothing at a stretch, besides the steps of a second.
    pub(crate) nap: Option<Duration>,
    /// Whether the client also asks for successors before it must.
    pub(crate) early_refresh: bool,
    /// How old the other instance's copy of the session may be; it hears of no change before.
    pub(crate) copy_lives: Option<Duration>,
    pub(crate) has_thief: bool,
    pub(crate) may_log_out: bool,
}

/// Two requests, one client, nobody else; the numbers keep the proportions of the defaults.
pub(crate) const fn quiet() -> World {
    World {
        policy: SessionPolicy {
            access_ttl: Duration::from_secs(4),
            leeway: Duration::ZERO,
            idle_timeout: Duration::from_secs(400),
            // Ends within a second of the clock, not on it.
            absolute_timeout: Duration::from_millis(400_400),
            max_per_user: std::num::NonZeroU32::MIN,
        },
        renewal: RenewalPolicy {
            transparent: true,
            window: Duration::from_secs(400),
            grace: Duration::from_secs(3),
            on_reuse: ReuseAction::Revoke,
        },
        horizon: Duration::from_secs(20),
        in_flight: 2,
        adoption: Adoption::LaterExpiry,
        nap: None,
        early_refresh: false,
        copy_lives: None,
        has_thief: false,
        may_log_out: false,
    }
}
