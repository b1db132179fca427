//! The contract of [`UnitOfWork`]: one transaction across all repositories.

use domain::audit::{AuditAction, AuditEvent};
use domain::email_change::EmailChange;
use domain::export::Export;
use domain::idempotency::{IdempotencyClaim, IdempotentRequest};
use domain::item::Item;
use domain::job::NewJob;
use domain::onboarding::{Question, UserInfo};
use domain::ports::UnitOfWork;
use domain::recovery::PasswordReset;
use domain::registration::Registration;
use domain::schedule::{ScheduleName, Slot};
use domain::session::Session;
use domain::throttle::Throttle;
use domain::user::{User, UserStored};

use crate::fixtures::{
    A_MOMENT, a_job, a_password_reset_for, a_question, a_registration, a_session_of,
    a_stored_reply, a_text_for, a_throttle, a_user, a_user_info_of, an_audit_event,
    an_email_change_of, an_export_of, an_idempotent_request_of, an_item_of,
};
use crate::storage::{Storage, commit, insert_item, insert_question, insert_user};

const KINDS: usize = 14;
const SLOT: Slot = Slot {
    schedule: ScheduleName::new("fixture"),
    at: A_MOMENT,
};

/// One of each thing that a unit can write.
struct Everything {
    user: User,
    session: Session,
    link: PasswordReset,
    change: EmailChange,
    item: Item,
    question: Question,
    info: UserInfo,
    export: Export,
    request: IdempotentRequest,
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
    assert_eq!(everything.found_in(storage).await, [false; KINDS]);
}

/// A13, I1: after a commit all of it is there.
pub async fn a_commit_keeps_everything(storage: &Storage) {
    let everything = Everything::new();
    let mut unit = storage.begin().await;
    everything.write(&mut *unit).await;
    commit(unit).await;
    assert_eq!(everything.found_in(storage).await, [true; KINDS]);
}

/// A12: a unit that lost a race can still write why.
pub async fn a_conflict_does_not_poison_the_unit(storage: &Storage) {
    let taken = a_user().build();
    storage.add_user(&taken).await;
    let everything = Everything::new();
    let mut unit = storage.begin().await;
    let same_address = a_user().with_email(taken.email.as_str()).build();
    let refused = unit.users().insert(&same_address, None).await;
    assert_eq!(refused, Ok(UserStored::EmailTaken));
    everything.write(&mut *unit).await;
    commit(unit).await;
    assert_eq!(everything.found_in(storage).await, [true; KINDS]);
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
        let question = a_question().build();
        Self {
            link: a_password_reset_for(&user.email),
            change: an_email_change_of(&user).build(),
            item: an_item_of(&user).build(),
            info: a_user_info_of(&user, vec![a_text_for(&question, "a")]),
            question,
            export: an_export_of(&user),
            request: an_idempotent_request_of(&user),
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
        let inserted = unit.password_resets().insert(&self.link).await;
        assert_eq!(inserted, Ok(()));
        assert_eq!(unit.email_changes().insert(&self.change).await, Ok(()));
        insert_item(unit, &self.item).await;
        insert_question(unit, &self.question).await;
        assert_eq!(unit.user_infos().insert(&self.info).await, Ok(true));
        assert_eq!(unit.exports().replace(&self.export).await, Ok(()));
        assert_eq!(unit.schedules().take(SLOT, SLOT.at).await, Ok(true));
        let claim = unit.idempotency().claim(&self.request).await;
        assert_eq!(claim, Ok(IdempotencyClaim::Fresh));
        let (key, reply) = (&self.request.key, a_stored_reply());
        assert_eq!(unit.idempotency().keep(key, &reply).await, Ok(()));
        let inserted = unit.registrations().insert(&self.registration).await;
        assert_eq!(inserted, Ok(()));
        let saved = unit.throttles().save(&self.throttle, A_MOMENT).await;
        assert_eq!(saved, Ok(()));
        assert_eq!(unit.jobs().enqueue(&self.job).await, Ok(true));
        assert_eq!(unit.audit().append(&self.event).await, Ok(()));
    }

    /// Which of the things are there, as others see them.
    async fn found_in(&self, storage: &Storage) -> [bool; KINDS] {
        let user = storage.users.email_is_taken(&self.user.email).await;
        let session = storage.sessions.find(self.session.id).await;
        let item = storage.items.find(self.item.id).await;
        let question = storage.onboarding.question(self.question.id).await;
        let info = storage.onboarding.user_info(self.user.id).await;
        let export = storage.exports.find(self.user.id).await;
        let [link, change, registration, reply, slot] = self.found_by_a_unit(storage).await;
        let throttles = storage.throttles.find(&[self.throttle.key]).await;
        let jobs = storage.claim_at(A_MOMENT).await;
        let events = storage.audit_ids().await;
        [
            user.expect("users could not be read"),
            session.expect("sessions could not be read").is_some(),
            item.expect("items could not be read").is_some(),
            question.expect("questions could not be read").is_some(),
            info.expect("answers could not be read").is_some(),
            export.expect("exports could not be read").is_some(),
            slot,
            link,
            change,
            registration,
            reply,
            throttles.expect("throttles could not be read") == [self.throttle],
            jobs.iter().any(|job| job.id == self.job.id),
            events.contains(&self.event.id),
        ]
    }

    /// What only a unit can read: link, change, registration, kept reply, turn of a schedule.
    async fn found_by_a_unit(&self, storage: &Storage) -> [bool; 5] {
        let mut unit = storage.begin().await;
        let link = unit.password_resets().find(&self.link.digest).await;
        let change = unit.email_changes().by_undo(&self.change.undo).await;
        let key = &self.registration.record().key;
        let registration = unit.registrations().lock(key).await;
        let claim = unit.idempotency().claim(&self.request).await;
        let slot = unit.schedules().newest(SLOT.schedule).await;
        [
            link.expect("links could not be read").is_some(),
            change.expect("changes could not be read").is_some(),
            registration
                .expect("registrations could not be read")
                .is_some(),
            claim.expect("a key could not be claimed") != IdempotencyClaim::Fresh,
            slot.expect("turns could not be read") == Some(SLOT.at),
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
