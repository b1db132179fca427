//! One request against the quota of its route.

use application::{NamedQuota, RateGate, network_of};
use domain::ports::RateDecision;
use domain::request_origin::RequestOrigin;

use super::{Counted, LIMITED_ROUTES, RateLimits};

/// What one request of a limited route is held to.
pub(crate) struct Limit {
    gate: RateGate,
    quota: NamedQuota,
    counted: Counted,
    network: String,
}

impl Limit {
    /// The limit of the route at this path for whoever asks; `None` when the route has none, or nobody knows the
    /// client's address.
    pub(crate) fn find(rates: &RateLimits, path: &str, origin: &RequestOrigin) -> Option<Self> {
        let route = LIMITED_ROUTES.iter().find(|route| route.path == path)?;
        Some(Self {
            gate: rates.gate.clone(),
            quota: route.quota(&rates.limits),
            counted: route.counted,
            network: network_of(origin)?,
        })
    }

    /// The quota.
    pub(crate) const fn quota(&self) -> NamedQuota {
        self.quota
    }

    /// Whether the request may go on, and how the quota stands; `None` when limits are off.
    pub(crate) async fn admit(&self) -> Option<RateDecision> {
        match self.counted {
            Counted::Every => self.gate.count(self.quota, &self.network).await,
            Counted::WrongCredentials => {
                let seen = self.gate.look(self.quota, &self.network).await;
                seen.map(|decision| uncounted(decision, self.quota))
            }
        }
    }

    /// How the quota stands after the request.
    pub(crate) async fn settle(
        &self,
        admitted: RateDecision,
        credentials_were_wrong: bool,
    ) -> RateDecision {
        if self.counted == Counted::WrongCredentials && credentials_were_wrong {
            let counted = self.gate.count(self.quota, &self.network).await;
            counted.unwrap_or(admitted)
        } else {
            admitted
        }
    }
}

/// A look tells how the quota would stand after one more request; this one may not count.
fn uncounted(seen: RateDecision, quota: NamedQuota) -> RateDecision {
    if !seen.is_allowed {
        return seen;
    }
    RateDecision {
        remaining: seen.remaining.saturating_add(1),
        reset_after: seen.reset_after.saturating_sub(quota.quota.interval()),
        ..seen
    }
}
