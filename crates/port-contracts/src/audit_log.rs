//! The contract of [`AuditLog`](domain::ports::AuditLog).

use domain::audit::{AuditAction, AuditEvent};

use crate::fixtures::{a_full_origin, a_session_of, a_user, an_audit_event};
use crate::storage::{Storage, commit};

/// H4: from the barest event to one that says everything.
pub async fn a_committed_event_is_in_the_log(storage: &Storage) {
    let user = a_user().build();
    let session = a_session_of(&user).build();
    storage.add_user(&user).await;
    storage.add_session(&session).await;
    let full = AuditEvent {
        reason: Some("some_reason"),
        actor: Some(user.id),
        subject: Some(user.id),
        session: Some(session.id),
        origin: a_full_origin(),
        ..an_audit_event(AuditAction::LoginSucceeded)
    };
    let bare = an_audit_event(AuditAction::RegistrationInitiated);
    let mut unit = storage.begin().await;
    assert_eq!(unit.audit().append(&full).await, Ok(()));
    assert_eq!(unit.audit().append(&bare).await, Ok(()));
    commit(unit).await;
    let mut logged = storage.audit_ids().await;
    logged.sort();
    let mut expected = [full.id, bare.id];
    expected.sort();
    assert_eq!(logged, expected);
}

/// H4: the log tells of what happened, not of what was tried and undone.
pub async fn an_event_of_a_dropped_unit_is_not_in_the_log(storage: &Storage) {
    let mut unit = storage.begin().await;
    let event = an_audit_event(AuditAction::LoginFailed);
    assert_eq!(unit.audit().append(&event).await, Ok(()));
    drop(unit);
    assert_eq!(storage.audit_ids().await, []);
}

/// Runs the contract of `AuditLog` on a [`Storage`](crate::storage::Storage).
#[macro_export]
macro_rules! audit_log_contract {
    ($storage:expr) => {
        $crate::__async_cases!(
            audit_log,
            $storage,
            a_committed_event_is_in_the_log,
            an_event_of_a_dropped_unit_is_not_in_the_log,
        );
    };
}
