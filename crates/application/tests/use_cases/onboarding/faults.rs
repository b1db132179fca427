//! Every write is one transaction: whatever fails in it, nothing of it stays (A13, I3).

use domain::onboarding::{Question, QuestionKind};
use domain::user::User;
use domain::version::Precondition;

use super::desk::{draft, given, info_reply, question_reply};
use super::{Desk, a_desk};
use crate::world::every_fault_leaves_nothing;

#[tokio::test]
async fn a_failure_while_a_question_changes_leaves_nothing() {
    let desk = a_desk().await;
    let world = &desk.world;
    let create = async || {
        let call = desk
            .keys
            .call(desk.root.id, "/", "key", "{}", question_reply);
        let call = call.expect("a free key");
        desk.try_create(draft("size", QuestionKind::Text), &call)
            .await
    };
    // begin, claim, insert, audit event, keep, commit
    assert_eq!(every_fault_leaves_nothing(world, create).await, 6);
    let question = desk.ask(draft("colour", QuestionKind::Text)).await;
    let update = async || {
        let number = draft("hue", QuestionKind::Number);
        desk.rewrite(question.id, number, Precondition::None).await
    };
    // begin, lock, answers, save, audit event, commit
    assert_eq!(every_fault_leaves_nothing(world, update).await, 6);
    let delete = async || desk.delete_question(&question, Precondition::None).await;
    // begin, lock, answers, delete, audit event, commit
    assert_eq!(every_fault_leaves_nothing(world, delete).await, 6);
}

async fn answered(desk: &Desk) -> (User, Question) {
    let kim = desk.somebody().await;
    let question = desk.ask(draft("colour", QuestionKind::Text)).await;
    desk.answer(&kim, &[("colour", "red")]).await;
    (kim, question)
}

#[tokio::test]
async fn a_failure_while_a_question_is_retired_leaves_it_asked() {
    let desk = a_desk().await;
    let (_, question) = answered(&desk).await;
    let retire = async || desk.delete_question(&question, Precondition::None).await;
    // begin, lock, answers, save, audit event, commit
    assert_eq!(every_fault_leaves_nothing(&desk.world, retire).await, 6);
}

#[tokio::test]
async fn a_failure_while_answers_change_leaves_nothing() {
    let desk = a_desk().await;
    let (kim, _) = answered(&desk).await;
    let eve = desk.somebody().await;
    let answer = async || {
        let call = desk.keys.call(eve.id, "/", "key", "{}", info_reply);
        let call = call.expect("a free key");
        let red = given(&[("colour", "red")]);
        desk.try_answer(&eve, red, &call).await
    };
    // begin, lock, claim, questions, insert, audit event, keep, commit
    let calls = every_fault_leaves_nothing(&desk.world, answer).await;
    assert_eq!(calls, 8);
    let update = async || {
        let blue = given(&[("colour", "blue")]);
        desk.answer_anew(&kim, blue, Precondition::None).await
    };
    // begin, two locks, questions, save, audit event, commit
    let calls = every_fault_leaves_nothing(&desk.world, update).await;
    assert_eq!(calls, 7);
    let delete = async || desk.delete_answers(&kim, Precondition::None).await;
    // begin, two locks, delete, audit event, commit
    let calls = every_fault_leaves_nothing(&desk.world, delete).await;
    assert_eq!(calls, 6);
}
