//! One request against the quota of its route.

use std::time::Duration;

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
        let route = LIMITED_ROUTES.iter().find(|route| route.answers(path))?;
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

    /// Counts the request. Whether it may go on, and how the quota stands; `None` when limits are off.
    pub(crate) async fn admit(&self) -> Option<RateDecision> {
        self.gate.count(self.quota, &self.network).await
    }

    /// How the quota stands after the request, once it was given back if it does not count.
    pub(crate) async fn settle(
        &self,
        admitted: RateDecision,
        credentials_were_wrong: bool,
    ) -> RateDecision {
        if self.counted == Counted::Every || credentials_were_wrong {
            return admitted;
        }
        self.gate.give_back(self.quota, &self.network).await;
        RateDecision {
            remaining: admitted.remaining.saturating_add(1),
            retry_after: Duration::ZERO,
            reset_after: admitted
                .reset_after
                .saturating_sub(self.quota.quota.interval()),
            ..admitted
        }
    }
}
