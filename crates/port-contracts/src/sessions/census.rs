//! The case of counting sessions.

use std::time::Duration;

use domain::session::{RevocationReason, SessionCensus};

use super::{add_all, added_user, second};
use crate::fixtures::a_session_of;
use crate::storage::{Storage, commit};

/// Far more than it takes.
const PATIENCE: Duration = Duration::from_secs(5);

/// Section 2.9: those that were ended do not count, and those whose limit has come are overdue until somebody ends
/// them.
pub async fn live_sessions_are_counted(storage: &Storage) {
    let user = added_user(storage).await;
    let census = async |at| storage.monitor.sessions(second(at)).await;
    assert_eq!(census(0).await, Ok(SessionCensus::default()));
    let until = |at| a_session_of(&user).idle_until(second(at));
    let [one, two, three] = [10, 20, 30].map(|at| until(at).build());
    let ended = until(5)
        .revoked(second(1), RevocationReason::LogOut)
        .build();
    add_all(storage, &[&three, &one, &ended, &two]).await;
    for (now, live, overdue) in [
        (9, 3, None),
        (10, 2, Some(10)),
        (29, 1, Some(10)),
        (40, 0, Some(10)),
    ] {
        let expected = SessionCensus {
            live,
            overdue_since: overdue.map(second),
        };
        assert_eq!(census(now).await, Ok(expected), "{now}");
    }
}

/// I7: a unit that is open has one, and gives it back.
pub async fn connections_are_counted(storage: &Storage) {
    let rest = storage.monitor.connections();
    assert_eq!(rest.used, 0, "{rest:?}");
    let unit = storage.begin().await;
    let busy = storage.monitor.connections();
    assert_eq!(busy.used, 1, "{busy:?}");
    assert!(busy.idle + busy.used <= busy.most, "{busy:?}");
    commit(unit).await;
    let given_back = async {
        while storage.monitor.connections().used > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let given_back = tokio::time::timeout(PATIENCE, given_back).await;
    given_back.expect("a connection was not given back");
}
