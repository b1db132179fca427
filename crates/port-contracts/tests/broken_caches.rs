//! The contracts of caches and limiters catch adapters that break them.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::limit::{LimitKey, Quota};
use domain::ports::{
    CacheError, CachedSession, FillLease, RateDecision, RateLimiter, SessionCache,
};
use domain::session::SessionId;
use domain::user::UserId;
use portico_port_contracts::{async_trait, rate_limiter, run, session_cache};

/// Keeps what it is given, whatever was forgotten since the lease, and for ever.
#[derive(Default)]
struct Stubborn(Mutex<HashMap<SessionId, CachedSession>>);

#[async_trait]
impl SessionCache for Stubborn {
    async fn get(&self, id: SessionId) -> Result<Option<CachedSession>, CacheError> {
        Ok(self.0.lock().expect("the copies").get(&id).cloned())
    }

    async fn lease(&self, _: SessionId) -> Result<FillLease, CacheError> {
        Ok(FillLease(0))
    }

    async fn fill(
        &self,
        id: SessionId,
        _: FillLease,
        copy: &CachedSession,
    ) -> Result<(), CacheError> {
        self.0.lock().expect("the copies").insert(id, copy.clone());
        Ok(())
    }

    async fn forget(&self, id: SessionId) -> Result<(), CacheError> {
        self.0.lock().expect("the copies").remove(&id);
        Ok(())
    }

    async fn forget_user(&self, _: UserId, sessions: &[SessionId]) -> Result<(), CacheError> {
        for id in sessions {
            self.forget(*id).await?;
        }
        Ok(())
    }
}

/// Allows everything.
struct Generous;

#[async_trait]
impl RateLimiter for Generous {
    async fn check(&self, _: &LimitKey, quota: &Quota) -> Result<RateDecision, CacheError> {
        Ok(RateDecision::judge(quota, Duration::ZERO))
    }

    async fn give_back(&self, _: &LimitKey, _: &Quota) -> Result<(), CacheError> {
        Ok(())
    }
}

#[test]
#[should_panic(expected = "assertion")]
fn a_late_fill_is_caught() {
    let cache = Arc::new(Stubborn::default());
    run(session_cache::forget_wins_over_a_late_fill(&cache));
}

#[test]
#[should_panic(expected = "assertion")]
fn a_user_who_is_half_forgotten_is_caught() {
    let cache = Arc::new(Stubborn::default());
    run(session_cache::forgetting_a_user_forgets_every_session(
        &cache,
    ));
}

#[test]
#[should_panic(expected = "assertion")]
fn a_copy_that_never_grows_old_is_caught() {
    let cache = Arc::new(Stubborn::default());
    run(session_cache::a_copy_grows_old(&cache));
}

#[test]
#[should_panic(expected = "assertion")]
fn a_limiter_without_limits_is_caught() {
    let limiter = Arc::new(Generous);
    run(rate_limiter::a_burst_is_allowed_and_no_more(&limiter));
}
