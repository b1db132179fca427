//! Superusers look after the questions: each change is one transaction, and what they have not seen is not changed.

use std::time::Duration;

use domain::onboarding::{QuestionDraft, QuestionId, QuestionKind};
use domain::version::{Precondition, PreconditionFailed, Version};
use port_contracts::fixtures::an_id;
use portico_application::UseCaseError;
use portico_application::idempotency::IdempotentCall;
use portico_application::onboarding::{
    CreateQuestionRefusal, KeyTaken, LockQuestionRefusal, NoSuchQuestion, UpdateQuestionRefusal,
};

use super::a_desk;
use super::desk::{QuestionDeletion, QuestionUpdate, draft, one_of, question_reply};

fn not_updated(refusal: impl Into<UpdateQuestionRefusal>) -> QuestionUpdate {
    Err(UseCaseError::Refused(refusal.into()))
}

fn not_deleted(refusal: impl Into<LockQuestionRefusal>) -> QuestionDeletion {
    Err(UseCaseError::Refused(refusal.into()))
}

// H4
#[tokio::test]
async fn a_question_keeps_what_it_was_made_of_and_is_audited() {
    let desk = a_desk().await;
    let colour = draft("colour", one_of(&["red", "blue"]));
    let made = desk.ask(colour.clone()).await;
    assert_eq!((&made.draft, made.version), (&colour, Version::FIRST));
    assert_eq!(desk.stored(made.id).await, Some(made.clone()));
    let read = desk.onboarding.read_question.execute(made.id).await;
    assert_eq!(read, Ok(made.clone()));
    let audit = desk.world.tables.audit().await;
    assert_eq!(audit, ["questions.changed success created"]);
    let objects = "SELECT object FROM audit_events".to_owned();
    let object = format!("question:{}", made.id);
    assert_eq!(desk.world.tables.texts(objects).await, [object]);
}

#[tokio::test]
async fn a_key_is_taken_once() {
    let desk = a_desk().await;
    desk.ask(draft("colour", QuestionKind::Text)).await;
    let size = desk.ask(draft("size", QuestionKind::Text)).await;
    let before = desk.world.tables.dump().await;

    let call = IdempotentCall::without_key(question_reply);
    let again = draft("colour", QuestionKind::Number);
    let made = desk.try_create(again.clone(), &call).await;
    let refused = UseCaseError::Refused(CreateQuestionRefusal::KeyTaken(KeyTaken::Asked));
    assert_eq!(made, Err(refused));
    let changed = desk.rewrite(size.id, again, Precondition::None).await;
    assert_eq!(changed, not_updated(KeyTaken::Asked));
    assert_eq!(desk.world.tables.dump().await, before);
}

// H4
#[tokio::test]
async fn a_change_counts_only_when_it_changes_something() {
    let desk = a_desk().await;
    let question = desk.ask(draft("colour", QuestionKind::Text)).await;
    desk.world.clock.advance(Duration::from_secs(1));
    let before = desk.world.tables.dump().await;
    let same = desk.rewrite(question.id, question.draft.clone(), Precondition::None);
    assert_eq!(same.await.as_ref(), Ok(&question));
    assert_eq!(desk.world.tables.dump().await, before);

    let draft = QuestionDraft {
        required: true,
        ..draft("favourite_colour", QuestionKind::Boolean)
    };
    let changed = desk.rewrite(question.id, draft.clone(), Precondition::None);
    let changed = changed.await.expect("an update");
    assert_eq!(changed.version, question.version.next());
    assert_eq!((&changed.draft, changed.id), (&draft, question.id));
    assert_eq!(desk.stored(question.id).await, Some(changed));
    let audited = "questions.changed success changed";
    assert_eq!(desk.world.tables.last_audit().await, audited);
}

// H4
#[tokio::test]
async fn a_question_without_answers_is_removed() {
    let desk = a_desk().await;
    let question = desk.ask(draft("colour", QuestionKind::Text)).await;
    let deleted = desk.delete_question(&question, Precondition::None).await;
    assert_eq!(deleted, Ok(()));
    assert_eq!(desk.stored(question.id).await, None);
    let audited = "questions.changed success removed";
    assert_eq!(desk.world.tables.last_audit().await, audited);
    // Its key is free again.
    desk.ask(draft("colour", QuestionKind::Text)).await;
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let desk = a_desk().await;
    let nothing = QuestionId::from_uuid(an_id());
    let read = desk.onboarding.read_question.execute(nothing).await;
    assert_eq!(read, Err(UseCaseError::Refused(NoSuchQuestion)));
    let missing = LockQuestionRefusal::NotFound(NoSuchQuestion);
    let draft = draft("colour", QuestionKind::Text);
    let update = desk.rewrite(nothing, draft.clone(), Precondition::None);
    assert_eq!(update.await, not_updated(missing));
    let question = desk.ask(draft).await;
    let deletions = [
        desk.delete_question(&question, Precondition::None).await,
        desk.delete_question(&question, Precondition::None).await,
    ];
    assert_eq!(deletions, [Ok(()), not_deleted(missing)]);
}

// RFC 9110 §13.1.1
#[tokio::test]
async fn what_the_writer_has_not_seen_is_not_changed() {
    let desk = a_desk().await;
    let question = desk.ask(draft("colour", QuestionKind::Text)).await;
    let seen = Precondition::OneOf(vec![question.version]);
    let first = draft("hue", QuestionKind::Text);
    let first = desk.rewrite(question.id, first, seen.clone()).await;
    let first = first.expect("the version was right");

    let changed = LockQuestionRefusal::Changed(PreconditionFailed);
    let second = draft("tint", QuestionKind::Text);
    let second = desk.rewrite(question.id, second, seen.clone()).await;
    assert_eq!(second, not_updated(changed));
    let deleted = desk.delete_question(&question, seen).await;
    assert_eq!(deleted, not_deleted(changed));
    assert_eq!(desk.stored(question.id).await, Some(first));
}
