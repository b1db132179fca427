//! Requests that may be sent twice take effect once (`Idempotency-Key`).

use domain::onboarding::QuestionKind;
use portico_application::UseCaseError;
use portico_application::idempotency::{Answer, IdempotencyRefusal};
use portico_application::onboarding::{AnswerQuestionsRefusal, CreateQuestionRefusal};

use super::a_desk;
use super::desk::{draft, given, info_reply, question_reply};

#[tokio::test]
async fn the_same_question_is_made_once() {
    let desk = a_desk().await;
    let create = async |key: &str, name: &str| {
        let call = desk
            .keys
            .call(desk.root.id, "/q", key, name, question_reply);
        let call = call.expect("a key that is not under way");
        desk.try_create(draft(name, QuestionKind::Text), &call)
            .await
    };
    let Ok(Answer::Done(question)) = create("key", "colour").await else {
        panic!("not made")
    };
    let before = desk.world.tables.dump().await;
    let again = create("key", "colour").await;
    assert_eq!(again, Ok(Answer::Repeated(question_reply(&question))));
    let reused = CreateQuestionRefusal::Idempotency(IdempotencyRefusal::KeyReused);
    let other = create("key", "size").await;
    assert_eq!(other, Err(UseCaseError::Refused(reused)));
    assert_eq!(desk.world.tables.dump().await, before);
}

#[tokio::test]
async fn the_same_answers_are_taken_once() {
    let desk = a_desk().await;
    let kim = desk.somebody().await;
    desk.ask(draft("colour", QuestionKind::Text)).await;
    let answer = async |key: &str, text: &str| {
        let call = desk.keys.call(kim.id, "/a", key, text, info_reply);
        let call = call.expect("a key that is not under way");
        desk.try_answer(&kim, given(&[("colour", text)]), &call)
            .await
    };
    let Ok(Answer::Done(info)) = answer("key", "red").await else {
        panic!("not answered")
    };
    let before = desk.world.tables.dump().await;
    let again = answer("key", "red").await;
    assert_eq!(again, Ok(Answer::Repeated(info_reply(&info))));
    let reused = AnswerQuestionsRefusal::Idempotency(IdempotencyRefusal::KeyReused);
    let other = answer("key", "blue").await;
    assert_eq!(other, Err(UseCaseError::Refused(reused)));
    let without = answer("another key", "red").await;
    let before_it = AnswerQuestionsRefusal::AnsweredBefore;
    assert_eq!(without, Err(UseCaseError::Refused(before_it)));
    assert_eq!(desk.world.tables.dump().await, before);
}
