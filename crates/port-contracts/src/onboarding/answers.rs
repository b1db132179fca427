//! Cases of giving and reading answers.

use std::sync::Arc;

use domain::onboarding::{
    AnswerDate, AnswerNumber, AnswerText, AnswerValue, Question, QuestionId, QuestionKind,
    QuestionStored,
};
use domain::ports::UnitOfWorkFactory;

use super::{added_user, info_of};
use crate::fixtures::{a_choice, a_question, a_text_for, a_user_info_of, an_answer_to, choices};
use crate::race::race;
use crate::storage::{Storage, begin, commit};

const RACERS: usize = 16;

/// F6r: what is judged against the questions is stored while they are still the same. Users do not wait for one
/// another.
pub async fn asked_questions_stay_as_they_are(storage: &Storage) {
    let (question, other) = (a_question().build(), a_question().build());
    storage.add_question(&question).await;
    storage.add_question(&other).await;
    race(RACERS, |number| {
        let (units, id) = (Arc::clone(&storage.units), question.id);
        async move {
            if number % 2 == 0 {
                look_twice(units).await;
            } else {
                rewrite(units, id).await;
            }
        }
    })
    .await;
}

/// Every kind, found and locked, in the order of the questions; retired ones are among them, and there may be none.
pub async fn answers_come_back_as_they_were(storage: &Storage) {
    let questions = questions_of_every_kind();
    for question in &questions {
        storage.add_question(question).await;
    }
    let answers = questions.iter().zip(values());
    let answers = answers.map(|(question, value)| an_answer_to(question, value));
    for answers in [answers.collect(), Vec::new()] {
        let user = added_user(storage).await;
        assert_eq!(info_of(storage, &user).await, None);
        let info = a_user_info_of(&user, answers);
        let mut out_of_order = info.clone();
        out_of_order.answers.reverse();
        storage.add_answers(&out_of_order).await;
        assert_eq!(info_of(storage, &user).await, Some(info.clone()));
        let mut unit = storage.begin().await;
        assert_eq!(unit.user_infos().lock(user.id).await, Ok(Some(info)));
    }
    let nobody = added_user(storage).await;
    let mut unit = storage.begin().await;
    assert_eq!(unit.user_infos().lock(nobody.id).await, Ok(None));
}

/// For as long as somebody's are there.
pub async fn answers_of_a_question_are_known(storage: &Storage) {
    let (question, other) = (a_question().build(), a_question().build());
    storage.add_question(&question).await;
    storage.add_question(&other).await;
    let users = [added_user(storage).await, added_user(storage).await];
    assert!(!has_answers(storage, &question).await);
    for user in &users {
        let answer = a_text_for(&question, "");
        storage
            .add_answers(&a_user_info_of(user, vec![answer]))
            .await;
    }
    for user in &users {
        assert!(has_answers(storage, &question).await);
        assert!(!has_answers(storage, &other).await);
        let mut unit = storage.begin().await;
        assert_eq!(unit.user_infos().delete(user.id).await, Ok(true));
        commit(unit).await;
    }
    assert!(!has_answers(storage, &question).await);
}

fn questions_of_every_kind() -> [Question; 7] {
    let some = || choices(&["b", "a", "c"]);
    let at = |position, kind| a_question().at_position(position).of_kind(kind);
    [
        at(0, QuestionKind::Text).build(),
        at(1, QuestionKind::SingleChoice(some())).build(),
        at(2, QuestionKind::MultipleChoice(some())).build(),
        at(3, QuestionKind::MultipleChoice(some()))
            .retired()
            .build(),
        at(4, QuestionKind::Number).build(),
        at(5, QuestionKind::Date).build(),
        at(6, QuestionKind::Boolean).build(),
    ]
}

fn values() -> [AnswerValue; 7] {
    let text = "Zoë's \"李\"\n\t\\ %".repeat(50);
    let number = "-12345678901234567890.1234500";
    [
        AnswerValue::Text(AnswerText::parse(&text).expect("a text")),
        AnswerValue::Choice(a_choice("a")),
        AnswerValue::Choices(vec![a_choice("b"), a_choice("c")]),
        AnswerValue::Choices(Vec::new()),
        AnswerValue::Number(AnswerNumber::parse(number).expect("a number")),
        AnswerValue::Date(AnswerDate::parse("0001-02-28").expect("a date")),
        AnswerValue::Boolean(false),
    ]
}

async fn has_answers(storage: &Storage, question: &Question) -> bool {
    let mut unit = storage.begin().await;
    let known = unit.questions().has_answers(question.id).await;
    known.expect("answers could not be looked for")
}

async fn look_twice(units: Arc<dyn UnitOfWorkFactory>) {
    let mut unit = begin(&units).await;
    let asked = unit.questions().lock_asked().await;
    assert!(asked.is_ok(), "{asked:?}");
    for _ in 0..3 {
        tokio::task::yield_now().await;
        assert_eq!(unit.questions().lock_asked().await, asked);
    }
}

async fn rewrite(units: Arc<dyn UnitOfWorkFactory>, id: QuestionId) {
    let mut unit = begin(&units).await;
    let locked = unit.questions().lock(id).await;
    let locked = locked.expect("a question could not be locked");
    let question = locked.expect("a question is gone");
    let rewritten = question.rewritten(a_question().build().draft);
    let saved = unit.questions().save(&rewritten).await;
    assert_eq!(saved, Ok(QuestionStored::Stored));
    commit(unit).await;
}
