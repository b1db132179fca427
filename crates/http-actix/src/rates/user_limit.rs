//! One request against a quota of its user, whatever network it comes from.

use actix_web::{HttpMessage, HttpRequest};
use application::NamedQuota;
use domain::ports::RateDecision;
use domain::user::UserId;

use super::{LimitedRoute, RateLimits};
use crate::problem::{ErrorCode, Problem};

/// How the quota of a request's user stands: kept beside the request, so that its reply can tell.
#[derive(Clone, Copy)]
pub(crate) struct UserStanding {
    /// The quota.
    pub(crate) quota: NamedQuota,
    /// How it stands.
    pub(crate) standing: RateDecision,
}

impl RateLimits {
    /// Counts one more request of this user for this route and refuses it when it is one too many.
    pub(crate) async fn pass(
        &self,
        request: &HttpRequest,
        route: &LimitedRoute,
        user: UserId,
    ) -> Result<(), Problem> {
        let quota = route.quota(&self.limits);
        let Some(standing) = self.gate.count(quota, &user.to_string()).await else {
            return Ok(());
        };
        let kept = UserStanding { quota, standing };
        request.extensions_mut().insert(kept);
        if standing.is_allowed {
            return Ok(());
        }
        Err(Problem::new(ErrorCode::TooManyRequests).retry_after(standing.retry_after))
    }
}
