//! Rates: how often something may happen (C3, C7, A10).

use std::time::Duration;

use async_trait::async_trait;

use super::CacheError;
use crate::limit::{LimitKey, Quota};

/// What a limiter says to one more request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateDecision {
    /// Whether it may go on.
    pub is_allowed: bool,
    /// How many more could follow at once.
    pub remaining: u32,
    /// How long until one more is allowed; zero when one is.
    pub retry_after: Duration,
    /// How long until the whole quota is there again.
    pub reset_after: Duration,
}

/// Counts by the generic cell rate algorithm (GCRA): a burst of `quota.burst`, refilled evenly over
/// `quota.period`.
#[async_trait]
pub trait RateLimiter: Send + Sync {
    /// Counts one more request under this key. MUST allow exactly the burst at once, refill evenly, and not
    /// count what it refuses. (contracts: `a_burst_is_allowed_and_no_more`, `a_quota_refills_evenly`,
    /// `refusals_do_not_count`, `keys_do_not_share`, `racing_requests_get_the_burst_and_no_more`)
    async fn check(&self, key: &LimitKey, quota: &Quota) -> Result<RateDecision, CacheError>;

    /// What [`check`](Self::check) would say, without counting: for limits that count failures only.
    /// (contract: `a_peek_counts_nothing`)
    async fn peek(&self, key: &LimitKey, quota: &Quota) -> Result<RateDecision, CacheError>;
}
