//! The contract of [`QuestionRepository`](domain::ports::QuestionRepository),
//! [`UserInfoRepository`](domain::ports::UserInfoRepository) and
//! [`OnboardingQueries`](domain::ports::OnboardingQueries). A store may hold questions already: those that it was
//! shipped with.

mod answer_changes;
mod answers;
mod question_changes;
mod questions;

pub use answer_changes::{
    deleted_answers_are_gone, locked_answers_are_judged_in_turn, one_of_many_racing_units_answers,
    saved_answers_come_back_as_they_were,
};
pub use answers::{
    answers_come_back_as_they_were, answers_of_a_question_are_known,
    asked_questions_stay_as_they_are,
};
pub use question_changes::{
    a_deleted_question_is_gone, a_saved_question_comes_back_as_it_was,
    locked_questions_are_judged_in_turn,
};
pub use questions::{
    a_key_is_taken_once, a_question_comes_back_as_it_was, one_of_many_racing_units_takes_the_key,
    questions_are_listed_in_their_order,
};

use domain::onboarding::{Question, QuestionId, UserInfo};
use domain::user::User;

use crate::fixtures::a_user;
use crate::storage::Storage;

async fn added_user(storage: &Storage) -> User {
    let user = a_user().build();
    storage.add_user(&user).await;
    user
}

async fn find(storage: &Storage, id: QuestionId) -> Option<Question> {
    let found = storage.onboarding.question(id).await;
    found.expect("questions could not be read")
}

async fn info_of(storage: &Storage, user: &User) -> Option<UserInfo> {
    let found = storage.onboarding.user_info(user.id).await;
    found.expect("answers could not be read")
}

/// Runs the contract of `QuestionRepository`, `UserInfoRepository` and `OnboardingQueries` on a
/// [`Storage`](crate::storage::Storage).
#[macro_export]
macro_rules! onboarding_contract {
    ($storage:expr) => {
        $crate::__async_cases!(
            onboarding,
            $storage,
            a_question_comes_back_as_it_was,
            a_key_is_taken_once,
            one_of_many_racing_units_takes_the_key,
            questions_are_listed_in_their_order,
            locked_questions_are_judged_in_turn,
            a_saved_question_comes_back_as_it_was,
            a_deleted_question_is_gone,
            asked_questions_stay_as_they_are,
            answers_come_back_as_they_were,
            answers_of_a_question_are_known,
            one_of_many_racing_units_answers,
            locked_answers_are_judged_in_turn,
            saved_answers_come_back_as_they_were,
            deleted_answers_are_gone,
        );
    };
}
