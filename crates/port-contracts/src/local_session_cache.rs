//! The contract of [`LocalSessionCache`], beyond that of a
//! [`SessionCache`](domain::ports::SessionCache).

use std::sync::Arc;
use std::time::Duration;

use domain::ports::{LocalSessionCache, MAX_ABSENCE_AGE};

use crate::session_cache::{LEFT, a_bare_session, fill, get, keep, lease};

/// A cache in the process knows what was read before and what after, so a renewal costs it one read.
pub async fn what_is_read_after_a_forget_is_kept(cache: &Arc<impl LocalSessionCache + 'static>) {
    let found = a_bare_session();
    let id = found.session.id;
    assert_eq!(cache.forget(id).await, Ok(()));
    keep(cache, id, Some(found.clone()), Duration::ZERO).await;
    assert!(get(cache, id).await.is_some());
    assert_eq!(cache.forget_user(found.user.id, &[id]).await, Ok(()));
    keep(cache, id, Some(found), Duration::ZERO).await;
    assert!(get(cache, id).await.is_some());
}

/// Section 2.8: without the push, copies live for a second; with it back, as long as before.
pub async fn a_lost_push_shortens_every_copy(cache: &Arc<impl LocalSessionCache + 'static>) {
    let found = a_bare_session();
    let id = found.session.id;
    keep(cache, id, Some(found.clone()), Duration::ZERO).await;
    let before = lease(cache, id).await;
    cache.push_lost();
    assert_eq!(get(cache, id).await, None);
    fill(cache, id, before, Some(found.clone()), Duration::ZERO).await;
    assert_eq!(get(cache, id).await, None);

    let age = MAX_ABSENCE_AGE.saturating_sub(LEFT);
    keep(cache, id, Some(found.clone()), age).await;
    assert!(get(cache, id).await.is_some());
    tokio::time::sleep(LEFT).await;
    assert_eq!(get(cache, id).await, None);
}

/// Section 2.8: what came meanwhile may be wrong, what comes from now on is pushed again.
pub async fn a_restored_push_lengthens_new_copies(cache: &Arc<impl LocalSessionCache + 'static>) {
    let found = a_bare_session();
    let id = found.session.id;
    cache.push_lost();
    keep(cache, id, Some(found.clone()), Duration::ZERO).await;
    cache.push_restored();
    assert_eq!(get(cache, id).await, None);
    keep(cache, id, Some(found), 2 * MAX_ABSENCE_AGE).await;
    assert!(get(cache, id).await.is_some());
}

/// Runs the contract of `LocalSessionCache` on an adapter.
#[macro_export]
macro_rules! local_session_cache_contract {
    ($adapter:expr) => {
        $crate::__async_cases!(
            local_session_cache,
            ::std::sync::Arc::new($adapter),
            what_is_read_after_a_forget_is_kept,
            a_lost_push_shortens_every_copy,
            a_restored_push_lengthens_new_copies,
        );
    };
}
