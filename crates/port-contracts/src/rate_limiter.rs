//! The contract of [`RateLimiter`].

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use domain::limit::{LimitKey, Quota};
use domain::ports::{RateDecision, RateLimiter};

use crate::fixtures::an_id;
use crate::race::race;

/// Longer than any case takes.
const LONG: Duration = Duration::from_hours(1);
const ROUNDS: usize = 5;

/// C3: exactly the burst at once, and the numbers that clients are told.
pub async fn a_burst_is_allowed_and_no_more(limiter: &Arc<impl RateLimiter + 'static>) {
    let (key, quota) = (a_key(), quota(5, LONG));
    for remaining in (0..5).rev() {
        let decision = check(limiter, &key, &quota).await;
        assert!(decision.is_allowed);
        assert_eq!(decision.remaining, remaining);
        assert!(decision.reset_after <= LONG);
    }
    let refused = check(limiter, &key, &quota).await;
    assert!(!refused.is_allowed);
    assert_eq!(refused.remaining, 0);
    assert!(refused.retry_after > LONG / 6 && refused.retry_after <= LONG / 5);
    assert!(refused.reset_after > LONG / 6 * 5 && refused.reset_after <= LONG);
}

/// C3: after the time that was told one more is allowed, not the whole burst.
pub async fn a_quota_refills_evenly(limiter: &Arc<impl RateLimiter + 'static>) {
    let (key, quota) = (a_key(), quota(3, Duration::from_millis(1_500)));
    let refused = exhaust(limiter, &key, &quota).await;
    tokio::time::sleep(refused.retry_after).await;
    assert!(check(limiter, &key, &quota).await.is_allowed);
    assert!(!check(limiter, &key, &quota).await.is_allowed);
}

/// What was told as the time of the reset brings the whole burst back.
pub async fn the_whole_burst_comes_back(limiter: &Arc<impl RateLimiter + 'static>) {
    let (key, quota) = (a_key(), quota(3, Duration::from_millis(300)));
    let refused = exhaust(limiter, &key, &quota).await;
    tokio::time::sleep(refused.reset_after).await;
    for _ in 0..quota.burst.get() {
        assert!(check(limiter, &key, &quota).await.is_allowed);
    }
}

/// Whoever keeps on trying does not wait any longer for it.
pub async fn refusals_do_not_count(limiter: &Arc<impl RateLimiter + 'static>) {
    let (key, quota) = (a_key(), quota(3, LONG));
    let first = exhaust(limiter, &key, &quota).await;
    for _ in 0..100 {
        let next = check(limiter, &key, &quota).await;
        assert!(!next.is_allowed);
        assert!(next.retry_after <= first.retry_after);
        assert!(next.reset_after <= first.reset_after);
    }
}

/// C3: one that is given back makes room for one more, and the rest stays counted.
pub async fn what_is_given_back_is_there_again(limiter: &Arc<impl RateLimiter + 'static>) {
    let (key, quota) = (a_key(), quota(3, LONG));
    exhaust(limiter, &key, &quota).await;
    give_back(limiter, &key, &quota).await;
    assert!(check(limiter, &key, &quota).await.is_allowed);
    assert!(!check(limiter, &key, &quota).await.is_allowed);
}

/// C3: nobody saves requests up by giving back what was never taken.
pub async fn no_more_is_given_back_than_was_taken(limiter: &Arc<impl RateLimiter + 'static>) {
    let (key, quota) = (a_key(), quota(2, LONG));
    check(limiter, &key, &quota).await;
    for _ in 0..5 {
        give_back(limiter, &key, &quota).await;
    }
    exhaust(limiter, &key, &quota).await;
}

/// One network's requests are not another's.
pub async fn keys_do_not_share(limiter: &Arc<impl RateLimiter + 'static>) {
    let quota = quota(2, LONG);
    exhaust(limiter, &a_key(), &quota).await;
    assert!(check(limiter, &a_key(), &quota).await.is_allowed);
}

/// C7: together, parallel requests get what one after the other would.
pub async fn racing_requests_get_the_burst_and_no_more(limiter: &Arc<impl RateLimiter + 'static>) {
    let quota = quota(10, LONG);
    for _ in 0..ROUNDS {
        let key = a_key();
        let decisions = race(40, |_| {
            let (limiter, key) = (limiter.clone(), key.clone());
            async move { check(&limiter, &key, &quota).await.is_allowed }
        })
        .await;
        let allowed = decisions.iter().filter(|is_allowed| **is_allowed).count();
        assert_eq!(allowed, 10);
    }
}

fn a_key() -> LimitKey {
    LimitKey::new("fixture", &an_id().to_string())
}

fn quota(burst: u32, period: Duration) -> Quota {
    let burst = NonZeroU32::new(burst).expect("a burst");
    Quota { burst, period }
}

/// Uses a quota up and gives the first refusal.
async fn exhaust(limiter: &Arc<impl RateLimiter>, key: &LimitKey, quota: &Quota) -> RateDecision {
    for _ in 0..quota.burst.get() {
        assert!(check(limiter, key, quota).await.is_allowed);
    }
    let refused = check(limiter, key, quota).await;
    assert!(!refused.is_allowed);
    refused
}

async fn give_back(limiter: &Arc<impl RateLimiter>, key: &LimitKey, quota: &Quota) {
    let given = limiter.give_back(key, quota).await;
    given.expect("the limiter could not be asked");
}

async fn check(limiter: &Arc<impl RateLimiter>, key: &LimitKey, quota: &Quota) -> RateDecision {
    let decision = limiter.check(key, quota).await;
    decision.expect("the limiter could not be asked")
}

/// Runs the contract of `RateLimiter` on an adapter.
#[macro_export]
macro_rules! rate_limiter_contract {
    ($adapter:expr) => {
        $crate::__async_cases!(
            rate_limiter,
            ::std::sync::Arc::new($adapter),
            a_burst_is_allowed_and_no_more,
            a_quota_refills_evenly,
            the_whole_burst_comes_back,
            refusals_do_not_count,
            what_is_given_back_is_there_again,
            no_more_is_given_back_than_was_taken,
            keys_do_not_share,
            racing_requests_get_the_burst_and_no_more,
        );
    };
}
