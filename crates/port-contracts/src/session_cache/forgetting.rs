//! What must not come back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::ports::SessionCache;
use domain::session::{RevocationReason, SessionWithUser};

use super::{a_bare_session, fill, get, keep, lease, with};
use crate::fixtures::{A_MOMENT, a_user};
use crate::race::race;

const ROUNDS: usize = 50;

/// Section 2.8: whoever read before the change must not write after it.
pub async fn forget_wins_over_a_late_fill(cache: &Arc<impl SessionCache + 'static>) {
    let late = a_bare_session();
    let (id, user) = (late.session.id, late.user.id);
    let first = lease(cache, id).await;
    assert_eq!(cache.forget(id).await, Ok(()));
    fill(cache, id, first, Some(late.clone()), Duration::ZERO).await;
    assert_eq!(get(cache, id).await, None);

    let second = lease(cache, id).await;
    assert_eq!(cache.forget_user(user, &[]).await, Ok(()));
    fill(cache, id, second, Some(late.clone()), Duration::ZERO).await;
    assert_eq!(get(cache, id).await, None);

    let third = lease(cache, id).await;
    assert_eq!(cache.forget_user(user, &[id]).await, Ok(()));
    fill(cache, id, third, None, Duration::ZERO).await;
    assert_eq!(get(cache, id).await, None);
}

/// Section 2.6: log-out drops the copy before it answers.
pub async fn a_forgotten_session_is_gone(cache: &Arc<impl SessionCache + 'static>) {
    let found = a_bare_session();
    let id = found.session.id;
    keep(cache, id, Some(found), Duration::ZERO).await;
    assert!(get(cache, id).await.is_some());
    assert_eq!(cache.forget(id).await, Ok(()));
    assert_eq!(get(cache, id).await, None);
}

/// Section 2.6: those that the caller does not know of too.
pub async fn forgetting_a_user_forgets_every_session(cache: &Arc<impl SessionCache + 'static>) {
    let user = a_user().build();
    let sessions = [with(&user), with(&user), with(&user)];
    for found in &sessions {
        keep(cache, found.session.id, Some(found.clone()), Duration::ZERO).await;
    }
    let known = [sessions[0].session.id];
    assert_eq!(cache.forget_user(user.id, &known).await, Ok(()));
    for found in &sessions {
        assert_eq!(get(cache, found.session.id).await, None);
    }
}

/// A cache may forget more than it must, but one log-out must not empty it.
pub async fn forgetting_one_user_keeps_others(cache: &Arc<impl SessionCache + 'static>) {
    let others: Vec<_> = (0..20).map(|_| a_bare_session()).collect();
    for found in &others {
        keep(cache, found.session.id, Some(found.clone()), Duration::ZERO).await;
    }
    let gone = a_bare_session();
    let forgotten = cache.forget_user(gone.user.id, &[gone.session.id]).await;
    assert_eq!(forgotten, Ok(()));
    let mut kept = 0;
    for found in &others {
        kept += usize::from(get(cache, found.session.id).await.is_some());
    }
    assert!(kept > others.len() / 2, "{kept} copies are left");
}

/// I11: many readers fill while one of them ends the session; none brings it back to life.
pub async fn racing_fills_never_revive(cache: &Arc<impl SessionCache + 'static>) {
    for round in 0..ROUNDS {
        let (found, is_revoked) = (a_bare_session(), Arc::new(AtomicBool::new(false)));
        let (id, user) = (found.session.id, found.user.id);
        race(8, |racer| {
            let (cache, found, is_revoked) = (cache.clone(), found.clone(), is_revoked.clone());
            async move {
                if racer == 0 {
                    is_revoked.store(true, Ordering::SeqCst);
                    let forgotten = match round % 2 {
                        0 => cache.forget(id).await,
                        _ => cache.forget_user(user, &[]).await,
                    };
                    assert_eq!(forgotten, Ok(()));
                } else {
                    let lease = lease(&cache, id).await;
                    let read = as_of(&found, is_revoked.load(Ordering::SeqCst));
                    fill(&cache, id, lease, Some(read), Duration::ZERO).await;
                }
            }
        })
        .await;
        let copy = get(cache, id).await.and_then(|copy| copy.found);
        assert!(copy.is_none_or(|copy| copy.session.revoked.is_some()));
    }
}

fn as_of(found: &SessionWithUser, is_revoked: bool) -> SessionWithUser {
    let mut found = found.clone();
    found.session.revoked = is_revoked.then_some((A_MOMENT, RevocationReason::LogOut));
    found
}
