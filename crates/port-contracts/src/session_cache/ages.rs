//! What comes back, and for how long.

use std::sync::Arc;
use std::time::Duration;

use domain::ports::{MAX_ABSENCE_AGE, MAX_SESSION_AGE, SessionCache};
use domain::session::{RevocationReason, SessionWithUser};

use super::{LEFT, a_bare_session, an_unknown_session, get, keep};
use crate::fixtures::{A_MOMENT, a_full_origin, a_session_of, a_user};

/// Every field, and an age that goes on from where it was.
pub async fn a_copy_comes_back_as_it_was(cache: &Arc<impl SessionCache + 'static>) {
    let age = Duration::from_secs(1);
    for found in [a_bare_session(), a_full_session()] {
        let id = found.session.id;
        keep(cache, id, Some(found.clone()), age).await;
        let copy = get(cache, id).await.expect("a copy");
        assert_eq!(copy.found, Some(found));
        assert!((age..=MAX_SESSION_AGE).contains(&copy.age));
    }
}

/// That a session is not there can be kept too.
pub async fn an_absence_comes_back(cache: &Arc<impl SessionCache + 'static>) {
    let id = an_unknown_session();
    assert_eq!(get(cache, id).await, None);
    keep(cache, id, None, Duration::ZERO).await;
    assert_eq!(get(cache, id).await.expect("a copy").found, None);
}

/// Section 2.8: the age runs from the database read, wherever the copy was since.
pub async fn a_copy_grows_old(cache: &Arc<impl SessionCache + 'static>) {
    let found = a_bare_session();
    let (present, absent) = (found.session.id, an_unknown_session());
    let left = |limit: Duration| limit.saturating_sub(LEFT);
    keep(cache, present, Some(found), left(MAX_SESSION_AGE)).await;
    keep(cache, absent, None, left(MAX_ABSENCE_AGE)).await;
    assert!(get(cache, present).await.is_some());
    assert!(get(cache, absent).await.is_some());
    tokio::time::sleep(LEFT).await;
    assert_eq!(get(cache, present).await, None);
    assert_eq!(get(cache, absent).await, None);
}

/// A read that took that long says nothing any more.
pub async fn an_old_copy_is_not_kept(cache: &Arc<impl SessionCache + 'static>) {
    let found = a_bare_session();
    let (present, absent) = (found.session.id, an_unknown_session());
    keep(cache, present, Some(found), MAX_SESSION_AGE).await;
    keep(cache, absent, None, MAX_ABSENCE_AGE).await;
    assert_eq!(get(cache, present).await, None);
    assert_eq!(get(cache, absent).await, None);
}

fn a_full_session() -> SessionWithUser {
    let user = a_user().superuser().disabled().build();
    let session = a_session_of(&user)
        .from_origin(a_full_origin())
        .renewed(A_MOMENT)
        .revoked(A_MOMENT, RevocationReason::Expired)
        .build();
    SessionWithUser { session, user }
}
