//! Cases of removing a user.

use domain::audit::{AuditAction, AuditEvent};
use domain::email_change::EmailChange;
use domain::export::Export;
use domain::idempotency::{IdempotencyClaim, IdempotentRequest};
use domain::item::{Item, ItemScope};
use domain::onboarding::{Question, UserInfo};
use domain::recovery::PasswordReset;
use domain::session::Session;
use domain::user::User;

use crate::fixtures::{
    a_password_reset_for, a_question, a_session_of, a_stored_reply, a_text_for, a_user,
    a_user_info_of, an_audit_event, an_email_change_of, an_export_of, an_idempotent_request_of,
    an_item_of,
};
use crate::storage::{Storage, commit, insert_item, insert_question, insert_user};

const KINDS: usize = 9;

/// What somebody has.
struct Estate {
    user: User,
    item: Item,
    question: Question,
    info: UserInfo,
    export: Export,
    session: Session,
    link: PasswordReset,
    changes: [EmailChange; 2],
    request: IdempotentRequest,
    event: AuditEvent,
}

/// F6r: and what others have stays, as does the audit log.
pub async fn a_deleted_user_leaves_nothing(storage: &Storage) {
    let (gone, other) = (Estate::new(), Estate::new());
    gone.add_to(storage).await;
    other.add_to(storage).await;
    let mut unit = storage.begin().await;
    let locked = unit.users().lock(gone.user.id).await;
    assert_eq!(locked, Ok(Some(gone.user.clone())));
    assert_eq!(unit.users().delete(&gone.user).await, Ok(()));
    commit(unit).await;
    assert_eq!(gone.left_in(storage, &other.user).await, [false; KINDS]);
    assert_eq!(other.left_in(storage, &other.user).await, [true; KINDS]);
    let mut unit = storage.begin().await;
    for (estate, has_answers) in [(&gone, false), (&other, true)] {
        let known = unit.questions().has_answers(estate.question.id).await;
        assert_eq!(known, Ok(has_answers));
    }
    let events = storage.audit_ids().await;
    assert!(events.contains(&gone.event.id));
}

impl Estate {
    fn new() -> Self {
        let user = a_user().build();
        let event = AuditEvent {
            subject: Some(user.id),
            ..an_audit_event(AuditAction::RegistrationCompleted)
        };
        let question = a_question().build();
        Self {
            item: an_item_of(&user).build(),
            info: a_user_info_of(&user, vec![a_text_for(&question, "a")]),
            question,
            export: an_export_of(&user),
            session: a_session_of(&user).build(),
            link: a_password_reset_for(&user.email),
            changes: [
                an_email_change_of(&user).build(),
                an_email_change_of(&user).confirmed().build(),
            ],
            request: an_idempotent_request_of(&user),
            event,
            user,
        }
    }

    async fn add_to(&self, storage: &Storage) {
        let mut unit = storage.begin().await;
        insert_user(&mut *unit, &self.user).await;
        insert_item(&mut *unit, &self.item).await;
        insert_question(&mut *unit, &self.question).await;
        assert_eq!(unit.user_infos().insert(&self.info).await, Ok(true));
        assert_eq!(unit.exports().replace(&self.export).await, Ok(()));
        assert_eq!(unit.sessions().insert(&self.session).await, Ok(()));
        let inserted = unit.password_resets().insert(&self.link).await;
        assert_eq!(inserted, Ok(()));
        for change in &self.changes {
            assert_eq!(unit.email_changes().insert(change).await, Ok(()));
        }
        let claim = unit.idempotency().claim(&self.request).await;
        assert_eq!(claim, Ok(IdempotencyClaim::Fresh));
        let (key, reply) = (&self.request.key, a_stored_reply());
        assert_eq!(unit.idempotency().keep(key, &reply).await, Ok(()));
        assert_eq!(unit.audit().append(&self.event).await, Ok(()));
        commit(unit).await;
    }

    /// Which of the things are there: user, item, answers, export, session, link, both changes, kept reply. Somebody
    /// who is there asks for the reply.
    async fn left_in(&self, storage: &Storage, asker: &User) -> [bool; KINDS] {
        let user = storage.users.find(self.user.id).await;
        let items = storage.items.count(ItemScope::Own(self.user.id)).await;
        let info = storage.onboarding.user_info(self.user.id).await;
        let export = storage.exports.find(self.user.id).await;
        let session = storage.sessions.find(self.session.id).await;
        let mut unit = storage.begin().await;
        let link = unit.password_resets().find(&self.link.digest).await;
        let [pending, confirmed] = &self.changes;
        let pending = unit.email_changes().by_undo(&pending.undo).await;
        let confirmed = unit.email_changes().by_undo(&confirmed.undo).await;
        let request = IdempotentRequest {
            user: asker.id,
            ..self.request
        };
        let claim = unit.idempotency().claim(&request).await;
        [
            user.expect("users could not be read").is_some(),
            items.expect("items could not be counted") > 0,
            info.expect("answers could not be read").is_some(),
            export.expect("exports could not be read").is_some(),
            session.expect("sessions could not be read").is_some(),
            link.expect("links could not be read").is_some(),
            pending.expect("changes could not be read").is_some(),
            confirmed.expect("changes could not be read").is_some(),
            claim.expect("a key could not be claimed") != IdempotencyClaim::Fresh,
        ]
    }
}
