//! The contract of [`SessionCache`].

mod ages;
mod forgetting;

use std::sync::Arc;
use std::time::Duration;

use domain::ports::{CachedSession, FillLease, SessionCache};
use domain::session::{SessionId, SessionWithUser};
use domain::user::User;

use crate::fixtures::{a_session_of, a_user, an_id};

pub use ages::{
    a_copy_comes_back_as_it_was, a_copy_grows_old, an_absence_comes_back, an_old_copy_is_not_kept,
};
pub use forgetting::{
    a_forgotten_session_is_gone, forget_wins_over_a_late_fill,
    forgetting_a_user_forgets_every_session, forgetting_one_user_keeps_others,
    racing_fills_never_revive,
};

/// What a copy has left when its ageing is watched.
pub(crate) const LEFT: Duration = Duration::from_millis(500);

pub(crate) fn a_bare_session() -> SessionWithUser {
    with(&a_user().build())
}

pub(crate) fn with(user: &User) -> SessionWithUser {
    SessionWithUser {
        session: a_session_of(user).build(),
        user: user.clone(),
    }
}

pub(crate) fn an_unknown_session() -> SessionId {
    SessionId::from_uuid(an_id())
}

pub(crate) async fn get(cache: &Arc<impl SessionCache>, id: SessionId) -> Option<CachedSession> {
    cache.get(id).await.expect("the cache could not be read")
}

pub(crate) async fn lease(cache: &Arc<impl SessionCache>, id: SessionId) -> FillLease {
    cache.lease(id).await.expect("no lease was given")
}

pub(crate) async fn fill(
    cache: &Arc<impl SessionCache>,
    id: SessionId,
    lease: FillLease,
    found: Option<SessionWithUser>,
    age: Duration,
) {
    let copy = CachedSession { found, age };
    assert_eq!(cache.fill(id, lease, &copy).await, Ok(()));
}

pub(crate) async fn keep(
    cache: &Arc<impl SessionCache>,
    id: SessionId,
    found: Option<SessionWithUser>,
    age: Duration,
) {
    let lease = lease(cache, id).await;
    fill(cache, id, lease, found, age).await;
}

/// Runs the contract of `SessionCache` on an adapter.
#[macro_export]
macro_rules! session_cache_contract {
    ($adapter:expr) => {
        $crate::__async_cases!(
            session_cache,
            ::std::sync::Arc::new($adapter),
            a_copy_comes_back_as_it_was,
            an_absence_comes_back,
            a_copy_grows_old,
            an_old_copy_is_not_kept,
            forget_wins_over_a_late_fill,
            a_forgotten_session_is_gone,
            forgetting_a_user_forgets_every_session,
            forgetting_one_user_keeps_others,
            racing_fills_never_revive,
        );
    };
}
