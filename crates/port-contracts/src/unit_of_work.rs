//! The contract of [`UnitOfWork`]: one transaction across all repositories.

use domain::audit::{AuditAction, AuditEvent};
use domain::job::NewJob;
use domain::ports::UnitOfWork;
use domain::registration::Registration;
use domain::session::Session;
use domain::throttle::Throttle;
use domain::user::{User, UserInsertion};

use crate::fixtures::{
    A_MOMENT, a_job, a_registration, a_session_of, a_throttle, a_user, an_audit_event,
};
use crate::storage::{Storage, commit, insert_user};

/// One of each thing that a unit can write.
struct Everything {
    user: User,
    session: Session,
    registration: Registration,
    throttle: Throttle,
    job: NewJob,
    event: AuditEvent,
}

/// A13: an error between two writes leaves neither.
pub async fn a_dropped_unit_leaves_nothing(storage: &Storage) {
    let everything = Everything::new();
    let mut unit = storage.begin().await;
    everything.write(&mut *unit).await;
    drop(unit);
    assert_eq!(everything.found_in(storage).await, [false; 6]);
}

/// A13, I1: after a commit all of it is there.
pub async fn a_commit_keeps_everything(storage: &Storage) {
    let everything = Everything::new();
    let mut unit = storage.begin().await;
    everything.write(&mut *unit).await;
    commit(unit).await;
    assert_eq!(everything.found_in(storage).await, [true; 6]);
}

/// A12: a unit that lost a race can still write why.
pub async fn a_conflict_does_not_poison_the_unit(storage: &Storage) {
    let taken = a_user().build();
    storage.add_user(&taken).await;
    let everything = Everything::new();
    let mut unit = storage.begin().await;
    let same_address = a_user().with_email(taken.email.as_str()).build();
    let refused = unit.users().insert(&same_address, None).await;
    assert_eq!(refused, Ok(UserInsertion::EmailTaken));
    everything.write(&mut *unit).await;
    commit(unit).await;
    assert_eq!(everything.found_in(storage).await, [true; 6]);
}

/// A unit reads what it wrote itself, and nobody else does before it commits.
pub async fn an_open_unit_is_seen_by_nobody(storage: &Storage) {
    let user = a_user().build();
    let mut unit = storage.begin().await;
    insert_user(&mut *unit, &user).await;
    assert_eq!(storage.users.email_is_taken(&user.email).await, Ok(false));
    commit(unit).await;
    assert_eq!(storage.users.email_is_taken(&user.email).await, Ok(true));
}

impl Everything {
    fn new() -> Self {
        let user = a_user().build();
        let session = a_session_of(&user).build();
        let event = AuditEvent {
            actor: Some(user.id),
            subject: Some(user.id),
            session: Some(session.id),
            ..an_audit_event(AuditAction::RegistrationCompleted)
        };
        Self {
            user,
            session,
            registration: a_registration().build(),
            throttle: a_throttle(),
            job: a_job().build(),
            event,
        }
    }

    async fn write(&self, unit: &mut dyn UnitOfWork) {
        insert_user(unit, &self.user).await;
        assert_eq!(unit.sessions().insert(&self.session).await, Ok(()));
        let inserted = unit.registrations().insert(&self.registration).await;
        assert_eq!(inserted, Ok(()));
        let saved = unit.throttles().save(&self.throttle, A_MOMENT).await;
        assert_eq!(saved, Ok(()));
        assert_eq!(unit.jobs().enqueue(&self.job).await, Ok(true));
        assert_eq!(unit.audit().append(&self.event).await, Ok(()));
    }

    /// Which of the six things are there: user, session, registration, throttle, job, event.
    async fn found_in(&self, storage: &Storage) -> [bool; 6] {
        let user = storage.users.email_is_taken(&self.user.email).await;
        let session = storage.sessions.find(self.session.id).await;
        let mut unit = storage.begin().await;
        let key = &self.registration.record().key;
        let registration = unit.registrations().lock(key).await;
        drop(unit);
        let throttles = storage.throttles.find(&[self.throttle.key]).await;
        let jobs = storage.claim_at(A_MOMENT).await;
        let events = storage.audit_ids().await;
        [
            user.expect("users could not be read"),
            session.expect("sessions could not be read").is_some(),
            registration
                .expect("registrations could not be read")
                .is_some(),
            throttles.expect("throttles could not be read") == [self.throttle],
            jobs.iter().any(|job| job.id == self.job.id),
            events.contains(&self.event.id),
        ]
    }
}

/// Runs the contract of `UnitOfWork` on a [`Storage`](crate::storage::Storage).
#[macro_export]
macro_rules! unit_of_work_contract {
    ($storage:expr) => {
        $crate::__async_cases!(
            unit_of_work,
            $storage,
            a_dropped_unit_leaves_nothing,
            a_commit_keeps_everything,
            a_conflict_does_not_poison_the_unit,
            an_open_unit_is_seen_by_nobody,
        );
    };
}
