//! How often the requests of one network or one user may come (C3, A10).

mod fields;
mod limit;
mod table;
mod user_limit;

use application::RateGate;
use application::limits::Limits;

pub(crate) use fields::{RATE_LIMIT, RATE_LIMIT_POLICY, add_fields};
pub(crate) use limit::Limit;
pub(crate) use table::{Counted, EXPORTS, LIMITED_FOR_USERS, LIMITED_ROUTES, LimitedRoute};
pub(crate) use user_limit::UserStanding;

/// What limited routes are held to.
#[derive(Clone)]
pub(crate) struct RateLimits {
    /// Counts.
    pub(crate) gate: RateGate,
    /// How many are allowed.
    pub(crate) limits: Limits,
}
