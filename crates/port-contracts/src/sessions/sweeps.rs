//! Cases of the sweep.

use std::collections::HashSet;
use std::sync::Arc;

use domain::ports::UnitOfWorkFactory;
use domain::session::{RevocationReason, Session, SessionId};
use domain::timestamp::Timestamp;

use super::{add_all, added_user, ids, second, stored};
use crate::fixtures::a_session_of;
use crate::race::race;
use crate::storage::{Storage, begin, commit};

const SWEEPERS: usize = 6;
const SESSIONS: u64 = 40;

/// I20: two sweepers at once are harmless, and none is forgotten.
pub async fn each_expired_session_is_swept_once(storage: &Storage) {
    let user = added_user(storage).await;
    for number in 0..SESSIONS {
        let expired = a_session_of(&user).idle_until(second(number)).build();
        storage.add_session(&expired).await;
    }
    let by_sweeper = race(SWEEPERS, |_| {
        sweep_until_none_is_left(Arc::clone(&storage.units))
    })
    .await;
    let mut swept = by_sweeper.concat();
    // A sweeper may see nothing while others hold the rows for a moment.
    swept.extend(sweep_until_none_is_left(Arc::clone(&storage.units)).await);
    assert_eq!(swept.len() as u64, SESSIONS);
    let different: HashSet<SessionId> = swept.into_iter().collect();
    assert_eq!(different.len() as u64, SESSIONS);
}

/// D13: as many as were asked for, at their limit and not before; what had ended keeps its reason.
pub async fn the_soonest_expired_are_swept_first(storage: &Storage) {
    let user = added_user(storage).await;
    let now = second(60);
    let until = |at| a_session_of(&user).idle_until(second(at));
    let [third, first, live, second_] = [60, 1, 61, 2].map(|at| until(at).build());
    let ended = until(3)
        .revoked(second(1), RevocationReason::LogOut)
        .build();
    add_all(storage, &[&third, &first, &live, &second_, &ended]).await;

    let swept = sweep(&storage.units, now, 2).await;
    assert_eq!(ids(&swept), [first.id, second_.id]);
    for swept in swept {
        let expected = Some((now, RevocationReason::Expired));
        assert_eq!(swept.revoked, expected);
        assert_eq!(stored(storage, swept.id).await, swept);
    }
    assert_eq!(ids(&sweep(&storage.units, now, 2).await), [third.id]);
    assert_eq!(sweep(&storage.units, now, 2).await, []);
    for untouched in [live, ended] {
        assert_eq!(stored(storage, untouched.id).await, untouched);
    }
}

async fn sweep_until_none_is_left(units: Arc<dyn UnitOfWorkFactory>) -> Vec<SessionId> {
    let mut all = Vec::new();
    loop {
        let swept = sweep(&units, second(SESSIONS), 3).await;
        if swept.is_empty() {
            return all;
        }
        all.extend(ids(&swept));
    }
}

async fn sweep(units: &Arc<dyn UnitOfWorkFactory>, now: Timestamp, limit: u32) -> Vec<Session> {
    let mut unit = begin(units).await;
    let swept = unit.sessions().sweep_expired(now, limit).await;
    let swept = swept.expect("sessions could not be swept");
    commit(unit).await;
    swept
}
