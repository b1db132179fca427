//! The contract of [`LocalCache`], beyond that of a [`Cache`](domain::ports::Cache).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::cache::{CacheScope, CacheVersion};
use domain::ports::{LocalCache, UNTOLD_VERSION_TTL};

use crate::cache::{a_scope, a_version, claim, version};
use crate::race::race;

const ROUNDS: usize = 100;

/// What the shared cache says is what stands here.
pub async fn an_adopted_version_stands(cache: &Arc<impl LocalCache + 'static>) {
    let (scope, other) = (a_scope(), a_scope());
    let lease = cache.lease(&scope);
    let adopted = a_version();
    cache.adopt_version(&scope, lease, adopted);
    assert_eq!(version(cache, &scope).await, Some(adopted));
    assert_eq!(claim(cache, &scope).await, adopted);
    assert_eq!(version(cache, &other).await, None);
}

/// I9: the shared cache was asked before the change, and the answer comes after it.
pub async fn forgetting_wins_over_a_late_adoption(cache: &Arc<impl LocalCache + 'static>) {
    let scope = a_scope();
    let lease = cache.lease(&scope);
    cache.forget(&scope);
    cache.adopt_version(&scope, lease, a_version());
    assert_eq!(version(cache, &scope).await, None);

    let lease = cache.lease(&scope);
    cache.push_lost();
    cache.push_restored();
    cache.adopt_version(&scope, lease, a_version());
    assert_eq!(version(cache, &scope).await, None);
    // Whoever asks from now on is told the truth.
    adopt(cache, &scope).await;
}

/// I9: this instance's own change counts as well.
pub async fn a_renewal_wins_over_a_late_adoption(cache: &Arc<impl LocalCache + 'static>) {
    let (scope, renewed) = (a_scope(), a_version());
    let lease = cache.lease(&scope);
    assert_eq!(cache.renew_version(&scope, renewed).await, Ok(()));
    cache.adopt_version(&scope, lease, a_version());
    assert_eq!(version(cache, &scope).await, Some(renewed));
}

/// I9: another instance has changed the list.
pub async fn a_forgotten_version_is_gone(cache: &Arc<impl LocalCache + 'static>) {
    let (scope, other) = (a_scope(), a_scope());
    let (gone, kept) = (claim(cache, &scope).await, adopt(cache, &other).await);
    cache.forget(&scope);
    assert_eq!(version(cache, &scope).await, None);
    assert_ne!(claim(cache, &scope).await, gone);
    assert_eq!(version(cache, &other).await, Some(kept));
}

/// I9: without the push, versions stand for a second, however they were had.
pub async fn a_lost_push_shortens_every_version(cache: &Arc<impl LocalCache + 'static>) {
    let before = a_scope();
    claim(cache, &before).await;
    cache.push_lost();
    assert_eq!(version(cache, &before).await, None);

    let [claimed, adopted, renewed] = [a_scope(), a_scope(), a_scope()];
    claim(cache, &claimed).await;
    adopt(cache, &adopted).await;
    assert_eq!(cache.renew_version(&renewed, a_version()).await, Ok(()));
    for scope in [claimed, adopted, renewed] {
        assert!(version(cache, &scope).await.is_some());
    }
    tokio::time::sleep(UNTOLD_VERSION_TTL).await;
    for scope in [claimed, adopted, renewed] {
        assert_eq!(version(cache, &scope).await, None);
    }
}

/// What was had meanwhile may be wrong; what is had from now on is pushed again.
pub async fn a_restored_push_keeps_new_versions(cache: &Arc<impl LocalCache + 'static>) {
    let (meanwhile, now) = (a_scope(), a_scope());
    cache.push_lost();
    claim(cache, &meanwhile).await;
    cache.push_restored();
    assert_eq!(version(cache, &meanwhile).await, None);
    let kept = claim(cache, &now).await;
    tokio::time::sleep(UNTOLD_VERSION_TTL).await;
    assert_eq!(version(cache, &now).await, Some(kept));
}

/// I9: many readers adopt while the list changes elsewhere; none brings the old version back.
pub async fn racing_adoptions_never_revive(cache: &Arc<impl LocalCache + 'static>) {
    for _ in 0..ROUNDS {
        let (scope, is_changed) = (a_scope(), Arc::new(AtomicBool::new(false)));
        let [old, new] = [a_version(), a_version()];
        race(8, |racer| {
            let (cache, is_changed) = (cache.clone(), is_changed.clone());
            async move {
                if racer == 0 {
                    is_changed.store(true, Ordering::SeqCst);
                    cache.forget(&scope);
                } else {
                    let lease = cache.lease(&scope);
                    let has_changed = is_changed.load(Ordering::SeqCst);
                    cache.adopt_version(&scope, lease, if has_changed { new } else { old });
                }
            }
        })
        .await;
        let stands = version(cache, &scope).await;
        assert!(stands.is_none_or(|version| version == new));
    }
}

async fn adopt(cache: &Arc<impl LocalCache>, scope: &CacheScope) -> CacheVersion {
    let (lease, adopted) = (cache.lease(scope), a_version());
    cache.adopt_version(scope, lease, adopted);
    assert_eq!(version(cache, scope).await, Some(adopted));
    adopted
}

/// Runs the contract of `LocalCache` on an adapter.
#[macro_export]
macro_rules! local_cache_contract {
    ($adapter:expr) => {
        $crate::__async_cases!(
            local_cache,
            ::std::sync::Arc::new($adapter),
            an_adopted_version_stands,
            forgetting_wins_over_a_late_adoption,
            a_renewal_wins_over_a_late_adoption,
            a_forgotten_version_is_gone,
            a_lost_push_shortens_every_version,
            a_restored_push_keeps_new_versions,
            racing_adoptions_never_revive,
        );
    };
}
