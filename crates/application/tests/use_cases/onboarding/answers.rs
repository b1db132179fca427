//! First answers: all of them fit what is asked, or none is kept (F6r).

use std::collections::BTreeMap;

use domain::onboarding::{AnswerProblem, GivenAnswer, QuestionDraft, QuestionKind};
use portico_application::UseCaseError;
use portico_application::idempotency::{Answer, IdempotentCall};
use portico_application::onboarding::AnswerQuestionsRefusal;

use super::a_desk;
use super::desk::{Answering, draft, given, info_reply, one_of, some_of};

fn refused(refusal: AnswerQuestionsRefusal) -> Answering {
    Err(UseCaseError::Refused(refusal))
}

// H4
#[tokio::test]
async fn answers_of_every_kind_are_kept_and_audited() {
    let desk = a_desk().await;
    let kim = desk.somebody().await;
    let mut given = BTreeMap::new();
    for (position, (key, kind, answer)) in (0..).zip(one_of_each_kind()) {
        let draft = QuestionDraft {
            required: true,
            position,
            ..draft(key, kind)
        };
        desk.ask(draft).await;
        given.insert(key.to_owned(), answer);
    }
    let call = IdempotentCall::without_key(info_reply);

    let answered = desk.try_answer(&kim, given, &call).await;

    let Ok(Answer::Done(info)) = answered else {
        panic!("not answered: {answered:?}")
    };
    assert_eq!(info.user, kim.id);
    let keys: Vec<_> = info.answers.iter().map(|it| it.key.as_str()).collect();
    assert_eq!(keys, ["words", "colour", "colours", "age", "day", "sure"]);
    assert_eq!(desk.answers_of(&kim).await, Some(info));
    let audited = "user_info.changed success answered";
    assert_eq!(desk.world.tables.last_audit().await, audited);
}

fn one_of_each_kind() -> [(&'static str, QuestionKind, GivenAnswer); 6] {
    let text = |text: &str| GivenAnswer::Text(text.to_owned());
    let blue = GivenAnswer::Texts(vec!["blue".to_owned()]);
    let age = GivenAnswer::Number("36.50".to_owned());
    [
        ("words", QuestionKind::Text, text("a\nb")),
        ("colour", one_of(&["red", "blue"]), text("red")),
        ("colours", some_of(&["red", "blue"]), blue),
        ("age", QuestionKind::Number, age),
        ("day", QuestionKind::Date, text("1815-12-10")),
        ("sure", QuestionKind::Boolean, GivenAnswer::Boolean(true)),
    ]
}

#[tokio::test]
async fn every_fault_is_named_at_once_and_nothing_is_kept() {
    let desk = a_desk().await;
    let kim = desk.somebody().await;
    let name = QuestionDraft {
        required: true,
        ..draft("name", QuestionKind::Text)
    };
    desk.ask(name).await;
    desk.ask(draft("colour", one_of(&["red"]))).await;
    let before = desk.world.tables.dump().await;
    let call = IdempotentCall::without_key(info_reply);

    let answers = given(&[("colour", "blue"), ("zip", "12345")]);
    let answered = desk.try_answer(&kim, answers, &call).await;

    let Err(UseCaseError::Refused(AnswerQuestionsRefusal::Invalid(invalid))) = answered else {
        panic!("not refused: {answered:?}")
    };
    let faults = invalid.0.iter().map(|it| (it.key.as_str(), it.problem));
    assert_eq!(
        faults.collect::<Vec<_>>(),
        [
            ("colour", AnswerProblem::Choice),
            ("name", AnswerProblem::Missing),
            ("zip", AnswerProblem::Unknown),
        ]
    );
    assert_eq!(desk.world.tables.dump().await, before);
}

#[tokio::test]
async fn a_user_answers_once() {
    let desk = a_desk().await;
    let kim = desk.somebody().await;
    desk.ask(draft("colour", QuestionKind::Text)).await;
    desk.answer(&kim, &[("colour", "red")]).await;
    let before = desk.world.tables.dump().await;
    let call = IdempotentCall::without_key(info_reply);
    for answers in [given(&[("colour", "blue")]), given(&[])] {
        let again = desk.try_answer(&kim, answers, &call).await;
        assert_eq!(again, refused(AnswerQuestionsRefusal::AnsweredBefore));
    }
    assert_eq!(desk.world.tables.dump().await, before);
}

#[tokio::test]
async fn having_nothing_to_say_is_an_answer_where_nothing_is_required() {
    let desk = a_desk().await;
    let kim = desk.somebody().await;
    desk.ask(draft("colour", QuestionKind::Text)).await;
    assert_eq!(desk.answers_of(&kim).await, None);
    let info = desk.answer(&kim, &[]).await;
    assert_eq!(info.answers, []);
    assert_eq!(desk.answers_of(&kim).await, Some(info));
}

#[tokio::test]
async fn nobody_who_is_gone_answers() {
    let desk = a_desk().await;
    let kim = desk.somebody().await;
    desk.answer(&kim, &[]).await;
    let deleted = desk.world.delete(kim.id, desk.root.id).await;
    deleted.expect("a deletion");
    let with_key = desk.keys.call(kim.id, "/", "key", "{}", info_reply);
    for call in [
        IdempotentCall::without_key(info_reply),
        with_key.expect("a free key"),
    ] {
        let answered = desk.try_answer(&kim, given(&[]), &call).await;
        assert_eq!(answered, refused(AnswerQuestionsRefusal::Gone));
    }
    // E5
    assert_eq!(desk.world.tables.count("user_infos").await, 0);
    assert_eq!(desk.world.tables.count("user_answers").await, 0);
}
