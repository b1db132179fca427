//! Cases of changing and removing questions.

use std::sync::Arc;

use domain::onboarding::{Question, QuestionId, QuestionKind, QuestionStored};
use domain::ports::UnitOfWorkFactory;

use super::find;
use crate::fixtures::{A_MOMENT, a_question, choices};
use crate::race::race;
use crate::storage::{Storage, begin, commit};

const RACERS: u32 = 16;

/// RFC 9110 §13.1: of two who saw the same version, the second one sees the first one's.
pub async fn locked_questions_are_judged_in_turn(storage: &Storage) {
    let question = a_question().build();
    storage.add_question(&question).await;
    race(RACERS as usize, |_| {
        count_a_change(Arc::clone(&storage.units), question.id)
    })
    .await;
    let after = find(storage, question.id).await.expect("it is gone");
    let changes = after.version.get() - question.version.get();
    assert_eq!(changes, i64::from(RACERS));
}

/// Every field that changes; its own key is no other's, and other questions stay.
pub async fn a_saved_question_comes_back_as_it_was(storage: &Storage) {
    let (question, other) = (a_question().build(), a_question().build());
    storage.add_question(&question).await;
    storage.add_question(&other).await;
    let chosen = QuestionKind::SingleChoice(choices(&["a"]));
    let rewritten = question.rewritten(
        a_question()
            .asking("é?")
            .of_kind(chosen)
            .required()
            .at_position(9)
            .build()
            .draft,
    );
    for changed in [
        rewritten.clone(),
        rewritten.retired(A_MOMENT),
        rewritten.rewritten(question.draft.clone()),
    ] {
        save(storage, &changed).await;
        assert_eq!(find(storage, question.id).await, Some(changed));
    }
    assert_eq!(find(storage, other.id).await, Some(other));
}

/// And no other; its key is free again.
pub async fn a_deleted_question_is_gone(storage: &Storage) {
    let (question, other) = (a_question().build(), a_question().build());
    storage.add_question(&question).await;
    storage.add_question(&other).await;
    let mut unit = storage.begin().await;
    assert!(matches!(
        unit.questions().lock(question.id).await,
        Ok(Some(_))
    ));
    assert_eq!(unit.questions().delete(question.id).await, Ok(()));
    commit(unit).await;
    assert_eq!(find(storage, question.id).await, None);
    assert_eq!(find(storage, other.id).await, Some(other));
    let heir = a_question().keyed(question.draft.key.as_str()).build();
    storage.add_question(&heir).await;
}

async fn save(storage: &Storage, question: &Question) {
    let mut unit = storage.begin().await;
    assert!(matches!(
        unit.questions().lock(question.id).await,
        Ok(Some(_))
    ));
    let saved = unit.questions().save(question).await;
    assert_eq!(saved, Ok(QuestionStored::Stored));
    commit(unit).await;
}

async fn count_a_change(units: Arc<dyn UnitOfWorkFactory>, id: QuestionId) {
    let mut unit = begin(&units).await;
    let locked = unit.questions().lock(id).await;
    let locked = locked.expect("a question could not be locked");
    let question = locked.expect("a question is gone");
    // Others get their chance to read the same version, if the lock does not hold them.
    tokio::task::yield_now().await;
    let version = question.version.next();
    let changed = Question {
        version,
        ..question
    };
    let saved = unit.questions().save(&changed).await;
    assert_eq!(saved, Ok(QuestionStored::Stored));
    commit(unit).await;
}
