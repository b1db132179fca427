//! The life of a user's answers: read, changed and taken back by nobody but them (F6r).

use std::time::Duration;

use domain::onboarding::QuestionKind;
use domain::version::{Precondition, PreconditionFailed};
use portico_application::UseCaseError;
use portico_application::onboarding::{LockAnswersRefusal, NothingAnswered, UpdateAnswersRefusal};

use super::a_desk;
use super::desk::{draft, given, one_of, texts_of};

// F6r
#[tokio::test]
async fn everybody_has_their_own_answers() {
    let desk = a_desk().await;
    let (kim, eve) = (desk.somebody().await, desk.somebody().await);
    desk.ask(draft("colour", QuestionKind::Text)).await;
    let kims = desk.answer(&kim, &[("colour", "red")]).await;
    assert_eq!(desk.answers_of(&eve).await, None);
    let eves = desk.answer(&eve, &[("colour", "blue")]).await;

    let other = given(&[("colour", "green")]);
    let changed = desk.answer_anew(&eve, other, Precondition::None).await;
    assert_eq!(changed.expect("an update").version, eves.version.next());
    let deleted = desk.delete_answers(&eve, Precondition::None).await;
    assert_eq!(deleted, Ok(()));

    assert_eq!(desk.answers_of(&kim).await, Some(kims));
    assert_eq!(desk.answers_of(&eve).await, None);
}

// H4
#[tokio::test]
async fn other_answers_take_the_place_of_all() {
    let desk = a_desk().await;
    let kim = desk.somebody().await;
    for key in ["colour", "size", "shape"] {
        desk.ask(draft(key, QuestionKind::Text)).await;
    }
    let first = [("colour", "red"), ("size", "tall")];
    let first = desk.answer(&kim, &first).await;
    desk.world.clock.advance(Duration::from_secs(1));

    let other = given(&[("size", "small"), ("shape", "round")]);
    let changed = desk.answer_anew(&kim, other, Precondition::None).await;

    let changed = changed.expect("an update");
    let texts = [("shape", "round"), ("size", "small")];
    let texts = texts.map(|(key, text)| (key.to_owned(), text.to_owned()));
    assert_eq!(texts_of(&changed), texts);
    assert_eq!(changed.version, first.version.next());
    assert_eq!(changed.created_at, first.created_at);
    assert!(changed.updated_at > first.updated_at);
    let read = desk.answers_of(&kim).await.expect("answers");
    assert_eq!(
        (texts_of(&read), read.version),
        (texts.to_vec(), changed.version)
    );
    let audited = "user_info.changed success changed";
    assert_eq!(desk.world.tables.last_audit().await, audited);
}

#[tokio::test]
async fn the_same_answers_change_nothing() {
    let desk = a_desk().await;
    let kim = desk.somebody().await;
    desk.ask(draft("colour", QuestionKind::Text)).await;
    let first = desk.answer(&kim, &[("colour", "red")]).await;
    desk.world.clock.advance(Duration::from_secs(1));
    let before = desk.world.tables.dump().await;
    let same = given(&[("colour", "red")]);
    let same = desk.answer_anew(&kim, same, Precondition::None).await;
    assert_eq!(same, Ok(first));
    assert_eq!(desk.world.tables.dump().await, before);
}

#[tokio::test]
async fn other_answers_are_judged_as_the_first_are() {
    let desk = a_desk().await;
    let kim = desk.somebody().await;
    desk.ask(draft("colour", one_of(&["red"]))).await;
    let first = desk.answer(&kim, &[("colour", "red")]).await;
    let wrong = given(&[("colour", "blue"), ("size", "tall")]);
    let changed = desk.answer_anew(&kim, wrong, Precondition::None).await;
    let Err(UseCaseError::Refused(UpdateAnswersRefusal::Invalid(invalid))) = changed else {
        panic!("not refused: {changed:?}")
    };
    assert_eq!(invalid.0.len(), 2);
    assert_eq!(desk.answers_of(&kim).await, Some(first));
}

// H4
#[tokio::test]
async fn answers_can_be_taken_back_and_given_again() {
    let desk = a_desk().await;
    let kim = desk.somebody().await;
    desk.ask(draft("colour", QuestionKind::Text)).await;
    desk.answer(&kim, &[("colour", "red")]).await;
    let deleted = desk.delete_answers(&kim, Precondition::None).await;
    assert_eq!(deleted, Ok(()));
    let audited = "user_info.changed success removed";
    assert_eq!(desk.world.tables.last_audit().await, audited);

    let missing = LockAnswersRefusal::NotFound(NothingAnswered);
    let again = desk.delete_answers(&kim, Precondition::None).await;
    assert_eq!(again, Err(UseCaseError::Refused(missing)));
    let changed = desk.answer_anew(&kim, given(&[]), Precondition::None).await;
    let refusal = UpdateAnswersRefusal::NotLocked(missing);
    assert_eq!(changed, Err(UseCaseError::Refused(refusal)));
    desk.answer(&kim, &[("colour", "blue")]).await;
}

// RFC 9110 §13.1.1
#[tokio::test]
async fn what_the_user_has_not_seen_is_not_changed() {
    let desk = a_desk().await;
    let kim = desk.somebody().await;
    desk.ask(draft("colour", QuestionKind::Text)).await;
    let first = desk.answer(&kim, &[("colour", "red")]).await;
    let seen = Precondition::OneOf(vec![first.version]);
    let blue = given(&[("colour", "blue")]);
    let second = desk.answer_anew(&kim, blue, seen.clone()).await;
    let second = second.expect("the version was right");

    let changed = LockAnswersRefusal::Changed(PreconditionFailed);
    let green = given(&[("colour", "green")]);
    let third = desk.answer_anew(&kim, green, seen.clone()).await;
    let refusal = UpdateAnswersRefusal::NotLocked(changed);
    assert_eq!(third, Err(UseCaseError::Refused(refusal)));
    let deleted = desk.delete_answers(&kim, seen).await;
    assert_eq!(deleted, Err(UseCaseError::Refused(changed)));
    assert_eq!(desk.answers_of(&kim).await, Some(second));
}

// RFC 9110 §13.1.1: what was removed and given anew is something else than what the user saw.
#[tokio::test]
async fn answers_that_were_given_anew_are_not_those_that_were_removed() {
    let desk = a_desk().await;
    let kim = desk.somebody().await;
    desk.ask(draft("colour", QuestionKind::Text)).await;
    let first = desk.answer(&kim, &[("colour", "red")]).await;
    desk.world.clock.advance(Duration::from_millis(1));
    let removed = desk.delete_answers(&kim, Precondition::None).await;
    assert_eq!(removed, Ok(()));
    desk.answer(&kim, &[("colour", "blue")]).await;
    let seen = Precondition::OneOf(vec![first.version]);
    let refused = desk.delete_answers(&kim, seen).await;
    let changed = LockAnswersRefusal::Changed(PreconditionFailed);
    assert_eq!(refused, Err(UseCaseError::Refused(changed)));
}
