//! Asks the rate limiter, and goes on when it is away.

use std::sync::Arc;
use std::time::Duration;

use domain::limit::{LimitKey, Quota};
use domain::ports::{CacheError, RateDecision, RateLimiter, SubjectDigester};
use domain::request_origin::RequestOrigin;

use crate::Ports;
use crate::instruments::count_refusal;

/// Something came too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many requests; wait")]
pub struct TooMany {
    /// How long to wait.
    pub retry_after: Duration,
}

/// A quota under its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedQuota {
    /// The name, as it stands in `RateLimit-Policy`.
    pub name: &'static str,
    /// How much is allowed.
    pub quota: Quota,
}

/// Counts requests by whom they come from or whom they are about.
#[derive(Clone)]
pub struct RateGate {
    limiter: Arc<dyn RateLimiter>,
    digester: Arc<dyn SubjectDigester>,
    is_enabled: bool,
}

impl RateGate {
    /// A gate over these adapters; switched off, it lets everything through.
    #[must_use]
    pub fn new(ports: &Ports, is_enabled: bool) -> Self {
        let digester = ports.crypto.subjects.clone();
        Self::over(ports.limits.clone(), digester, is_enabled)
    }

    /// A gate over these two.
    #[must_use]
    pub const fn over(
        limiter: Arc<dyn RateLimiter>,
        digester: Arc<dyn SubjectDigester>,
        is_enabled: bool,
    ) -> Self {
        Self {
            limiter,
            digester,
            is_enabled,
        }
    }

    /// Counts one more request of this subject; `None` when limits are off or cannot be asked.
    pub async fn count(&self, quota: NamedQuota, subject: &str) -> Option<RateDecision> {
        let key = self.key(quota, subject)?;
        let decision = allowed_when_away(self.limiter.check(&key, &quota.quota).await)?;
        if !decision.is_allowed {
            count_refusal(quota.name);
        }
        Some(decision)
    }

    /// Gives back a request that was counted and turned out to be none of those that the quota is about. If that
    /// cannot be done, its subject has one less until the quota refills.
    pub async fn give_back(&self, quota: NamedQuota, subject: &str) {
        let Some(key) = self.key(quota, subject) else {
            return;
        };
        if let Err(error) = self.limiter.give_back(&key, &quota.quota).await {
            tracing::warn!(%error, "what did not count could not be given back");
        }
    }

    /// Counts one more request of this subject and refuses it when it is one too many.
    pub(crate) async fn pass(&self, quota: NamedQuota, subject: &str) -> Result<(), TooMany> {
        match self.count(quota, subject).await {
            Some(RateDecision {
                is_allowed: false,
                retry_after,
                ..
            }) => Err(TooMany { retry_after }),
            _ => Ok(()),
        }
    }

    fn key(&self, quota: NamedQuota, subject: &str) -> Option<LimitKey> {
        let digest = self
            .is_enabled
            .then(|| self.digester.digest(quota.name, &[subject]))?;
        Some(LimitKey::new(quota.name, &hex(&digest)))
    }
}

/// The adapter falls back to the process when its store is away; an error beyond that must not lock anybody out.
fn allowed_when_away(decision: Result<RateDecision, CacheError>) -> Option<RateDecision> {
    decision
        .inspect_err(|error| tracing::warn!(%error, "a limit could not be asked"))
        .ok()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The network that an address belongs to: the address itself in IPv4, its /64 in IPv6, where one subscriber
/// has that many (C3).
#[must_use]
pub fn network_of(origin: &RequestOrigin) -> Option<String> {
    Some(match origin.ip?.to_canonical() {
        std::net::IpAddr::V4(address) => address.to_string(),
        std::net::IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    })
}
