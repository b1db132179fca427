//! The names of audit events, which storage and operators rely on.

use portico_domain::audit::{AuditAction, AuditEvent, AuditEventId, AuditOutcome};
use portico_domain::request_origin::RequestOrigin;
use portico_domain::session::SessionId;
use portico_domain::timestamp::Timestamp;
use portico_domain::user::UserId;
use rstest::rstest;
use uuid::Uuid;

// H4
#[rstest]
#[case(
    AuditAction::RegistrationInitiated,
    "registration.initiated",
    AuditOutcome::Success
)]
#[case(
    AuditAction::RegistrationCodeResent,
    "registration.code_resent",
    AuditOutcome::Success
)]
#[case(
    AuditAction::RegistrationCodeVerified,
    "registration.code_verified",
    AuditOutcome::Success
)]
#[case(
    AuditAction::RegistrationCodeRefused,
    "registration.code_refused",
    AuditOutcome::Failure
)]
#[case(
    AuditAction::RegistrationPasswordSet,
    "registration.password_set",
    AuditOutcome::Success
)]
#[case(
    AuditAction::RegistrationCompleted,
    "registration.completed",
    AuditOutcome::Success
)]
#[case(
    AuditAction::RegistrationCompletionRefused,
    "registration.completion_refused",
    AuditOutcome::Failure
)]
#[case(AuditAction::LoginSucceeded, "login.succeeded", AuditOutcome::Success)]
#[case(AuditAction::LoginFailed, "login.failed", AuditOutcome::Failure)]
#[case(AuditAction::UserCreated, "user.created", AuditOutcome::Success)]
#[case(
    AuditAction::RecoveryRequested,
    "recovery.requested",
    AuditOutcome::Success
)]
#[case(AuditAction::PasswordReset, "password.reset", AuditOutcome::Success)]
#[case(
    AuditAction::PasswordResetRefused,
    "password.reset_refused",
    AuditOutcome::Failure
)]
#[case(
    AuditAction::PasswordChangeRefused,
    "password.change_refused",
    AuditOutcome::Failure
)]
#[case(
    AuditAction::EmailChangeRequested,
    "email_change.requested",
    AuditOutcome::Success
)]
#[case(
    AuditAction::EmailChangeRefused,
    "email_change.refused",
    AuditOutcome::Failure
)]
#[case(AuditAction::UserDeleted, "user.deleted", AuditOutcome::Success)]
#[case(
    AuditAction::UserRoleChanged,
    "user.role_changed",
    AuditOutcome::Success
)]
fn events_have_stable_names_and_outcomes(
    #[case] action: AuditAction,
    #[case] name: &str,
    #[case] outcome: AuditOutcome,
) {
    assert_eq!((action.event_name(), action.outcome()), (name, outcome));
}

#[test]
fn an_action_is_found_by_its_name_and_by_no_other() {
    for action in AuditAction::ALL {
        let found = AuditAction::from_event_name(action.event_name());
        assert_eq!(found, Some(*action));
    }
    for name in ["", "login", "login.succeeded ", "LOGIN.SUCCEEDED"] {
        assert_eq!(AuditAction::from_event_name(name), None, "{name}");
    }
}

#[test]
fn outcomes_have_stable_names() {
    assert_eq!(AuditOutcome::Success.as_str(), "success");
    assert_eq!(AuditOutcome::Failure.as_str(), "failure");
}

#[test]
fn an_event_says_who_did_what_to_whom_and_why_it_was_refused() {
    let id = Uuid::from_u128;
    let event = AuditEvent::new(
        AuditEventId::from_uuid(id(1)),
        Timestamp::from_unix_seconds(7),
        AuditAction::LoginFailed,
        RequestOrigin::default(),
    );
    let event = event
        .by(UserId::from_uuid(id(2)))
        .about(UserId::from_uuid(id(3)))
        .in_session(SessionId::from_uuid(id(4)))
        .because("wrong_password");
    assert_eq!(event.actor, Some(UserId::from_uuid(id(2))));
    assert_eq!(event.subject, Some(UserId::from_uuid(id(3))));
    assert_eq!(event.session, Some(SessionId::from_uuid(id(4))));
    assert_eq!(event.reason, Some("wrong_password"));
}
