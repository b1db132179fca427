//! Cases of adding and listing questions.

use std::sync::Arc;

use domain::onboarding::{Question, QuestionId, QuestionKind, QuestionStored};

use super::find;
use crate::fixtures::{QuestionBuilder, a_question, an_id, choices};
use crate::race::race;
use crate::storage::{Storage, begin, commit, insert_question};

const RACERS: usize = 8;

/// Every field and every kind, found and locked.
pub async fn a_question_comes_back_as_it_was(storage: &Storage) {
    let many: Vec<String> = (0..100).map(|number| format!("'{number}'")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    for question in [
        a_question().keyed("q").asking(" Zoë's \"李\"? %"),
        a_question().of_kind(QuestionKind::SingleChoice(choices(&["b", "a", "B", "é"]))),
        a_question().of_kind(QuestionKind::MultipleChoice(choices(&many))),
        a_question().of_kind(QuestionKind::Number).required(),
        a_question()
            .of_kind(QuestionKind::Date)
            .at_position(u16::MAX),
        a_question().of_kind(QuestionKind::Boolean).retired(),
    ]
    .map(QuestionBuilder::build)
    {
        storage.add_question(&question).await;
        assert_eq!(find(storage, question.id).await, Some(question.clone()));
        let mut unit = storage.begin().await;
        let locked = unit.questions().lock(question.id).await;
        assert_eq!(locked, Ok(Some(question)));
    }
    let unknown = QuestionId::from_uuid(an_id());
    assert_eq!(find(storage, unknown).await, None);
    let mut unit = storage.begin().await;
    assert_eq!(unit.questions().lock(unknown).await, Ok(None));
}

/// By a new question as by one that is saved, also of a question that is not asked any more; and the unit goes on.
pub async fn a_key_is_taken_once(storage: &Storage) {
    let (retired, other) = (a_question().retired().build(), a_question().build());
    storage.add_question(&retired).await;
    storage.add_question(&other).await;
    let taken = retired.draft.key.as_str();
    let (again, free) = (a_question().keyed(taken).build(), a_question().build());
    let renamed = Question {
        id: other.id,
        ..a_question().keyed(taken).build()
    };
    let mut unit = storage.begin().await;
    let refused = Ok(QuestionStored::KeyTaken);
    assert_eq!(unit.questions().insert(&again).await, refused);
    let locked = unit.questions().lock(other.id).await;
    assert_eq!(locked, Ok(Some(other.clone())));
    assert_eq!(unit.questions().save(&renamed).await, refused);
    insert_question(&mut *unit, &free).await;
    commit(unit).await;
    assert_eq!(find(storage, again.id).await, None);
    for question in [retired, other, free] {
        assert_eq!(find(storage, question.id).await, Some(question));
    }
}

/// The others are told so.
pub async fn one_of_many_racing_units_takes_the_key(storage: &Storage) {
    let results = race(RACERS, |_| {
        let units = Arc::clone(&storage.units);
        async move {
            let mut unit = begin(&units).await;
            let question = a_question().keyed("raced_for").build();
            let stored = unit.questions().insert(&question).await;
            commit(unit).await;
            stored.expect("a question could not be added")
        }
    })
    .await;
    let won = results.iter().filter(|it| **it == QuestionStored::Stored);
    assert_eq!(won.count(), 1);
}

/// By position, ties by key as bytes; what is retired is not asked. A unit that locks them sees the same.
pub async fn questions_are_listed_in_their_order(storage: &Storage) {
    let at = |position, key| a_question().at_position(position).keyed(key).build();
    let listed = [at(1, "z"), at(2, "a_b"), at(2, "ab"), at(u16::MAX, "a")];
    for place in [2, 0, 3, 1] {
        storage.add_question(&listed[place]).await;
    }
    let retired = a_question().at_position(2).retired().build();
    storage.add_question(&retired).await;
    let asked = storage.onboarding.questions().await;
    let asked = asked.expect("questions could not be listed");
    let mut unit = storage.begin().await;
    assert_eq!(unit.questions().lock_asked().await, Ok(asked.clone()));
    assert!(!asked.contains(&retired));
    assert!(asked.is_sorted_by_key(|it| (it.draft.position, it.draft.key.clone())));
    let ours: Vec<_> = asked.into_iter().filter(|it| listed.contains(it)).collect();
    assert_eq!(ours, listed);
}
