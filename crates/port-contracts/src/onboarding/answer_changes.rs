//! Cases of answering once, changing answers and removing them.

use std::sync::Arc;
use std::time::Duration;

use domain::onboarding::{Question, UserInfo};
use domain::ports::UnitOfWorkFactory;
use domain::user::{User, UserId};

use super::{added_user, info_of};
use crate::fixtures::{A_MOMENT, a_question, a_text_for, a_user_info_of};
use crate::race::race;
use crate::storage::{Storage, begin, commit};

const RACERS: u32 = 16;

/// F6r: the others are told so, and leave nothing of theirs among the answers of the one.
pub async fn one_of_many_racing_units_answers(storage: &Storage) {
    let (user, questions) = (added_user(storage).await, two_questions(storage).await);
    let given = race(RACERS as usize, |number| {
        let question = &questions[number % 2];
        let answer = a_text_for(question, &number.to_string());
        let info = a_user_info_of(&user, vec![answer]);
        let units = Arc::clone(&storage.units);
        async move {
            let mut unit = begin(&units).await;
            let is_first = unit.user_infos().insert(&info).await;
            commit(unit).await;
            (is_first, info)
        }
    })
    .await;
    assert!(given.iter().all(|(is_first, _)| is_first.is_ok()));
    let mut first = given
        .into_iter()
        .filter(|(is_first, _)| *is_first == Ok(true));
    let winner = first.next().map(|(_, info)| info);
    assert_eq!(first.next(), None);
    assert!(winner.is_some());
    assert_eq!(info_of(storage, &user).await, winner);
}

/// RFC 9110 §13.1: of two who saw the same version, the second one sees the first one's.
pub async fn locked_answers_are_judged_in_turn(storage: &Storage) {
    let (user, questions) = (added_user(storage).await, two_questions(storage).await);
    let info = a_user_info_of(&user, vec![a_text_for(&questions[0], "a")]);
    storage.add_answers(&info).await;
    race(RACERS as usize, |_| {
        count_a_change(Arc::clone(&storage.units), user.id)
    })
    .await;
    let after = info_of(storage, &user).await.expect("they are gone");
    let changes = after.version.get() - info.version.get();
    assert_eq!(changes, i64::from(RACERS));
    assert_eq!(after.answers, info.answers);
}

/// Some others, fewer, none, and more again; another user's stay.
pub async fn saved_answers_come_back_as_they_were(storage: &Storage) {
    let users = [added_user(storage).await, added_user(storage).await];
    let [one, two] = two_questions(storage).await;
    let answers = |user: &User| a_user_info_of(user, vec![a_text_for(&one, "a")]);
    let [info, others] = users.each_ref().map(answers);
    storage.add_answers(&info).await;
    storage.add_answers(&others).await;
    for answers in [
        vec![a_text_for(&one, "b"), a_text_for(&two, "é")],
        vec![a_text_for(&two, "c")],
        vec![],
        vec![a_text_for(&one, "a"), a_text_for(&two, "")],
    ] {
        let changed = UserInfo {
            answers,
            updated_at: A_MOMENT.plus(Duration::from_micros(1)),
            version: info.version.next(),
            ..info.clone()
        };
        let mut unit = storage.begin().await;
        let locked = unit.user_infos().lock(info.user).await;
        assert!(matches!(locked, Ok(Some(_))));
        assert_eq!(unit.user_infos().save(&changed).await, Ok(()));
        commit(unit).await;
        assert_eq!(info_of(storage, &users[0]).await, Some(changed));
    }
    assert_eq!(info_of(storage, &users[1]).await, Some(others));
}

/// And nobody else's; then it can be answered anew.
pub async fn deleted_answers_are_gone(storage: &Storage) {
    let users = [added_user(storage).await, added_user(storage).await];
    let [question, _] = two_questions(storage).await;
    let answers = |user: &User| a_user_info_of(user, vec![a_text_for(&question, "a")]);
    let [info, others] = users.each_ref().map(answers);
    storage.add_answers(&info).await;
    storage.add_answers(&others).await;
    for was_there in [true, false] {
        let mut unit = storage.begin().await;
        let deleted = unit.user_infos().delete(info.user).await;
        assert_eq!(deleted, Ok(was_there));
        commit(unit).await;
        assert_eq!(info_of(storage, &users[0]).await, None);
    }
    assert_eq!(info_of(storage, &users[1]).await, Some(others));
    storage.add_answers(&info).await;
    assert_eq!(info_of(storage, &users[0]).await, Some(info));
}

async fn two_questions(storage: &Storage) -> [Question; 2] {
    let questions = [1, 2].map(|place| a_question().at_position(place).build());
    for question in &questions {
        storage.add_question(question).await;
    }
    questions
}

async fn count_a_change(units: Arc<dyn UnitOfWorkFactory>, user: UserId) {
    let mut unit = begin(&units).await;
    let locked = unit.user_infos().lock(user).await;
    let locked = locked.expect("answers could not be locked");
    let info = locked.expect("answers are gone");
    // Others get their chance to read the same version, if the lock does not hold them.
    tokio::task::yield_now().await;
    let version = info.version.next();
    let saved = unit.user_infos().save(&UserInfo { version, ..info }).await;
    assert_eq!(saved, Ok(()));
    commit(unit).await;
}
