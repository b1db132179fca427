//! Onboarding questions and answers in storage.

use async_trait::async_trait;

use super::StorageError;
use crate::onboarding::{Question, QuestionId, QuestionStored, UserInfo};
use crate::user::UserId;

/// Questions inside a transaction.
#[async_trait]
pub trait QuestionRepository: Send {
    /// Adds a question. MUST tell when its key is taken, with the unit still usable.
    /// (contracts: `a_question_comes_back_as_it_was`, `a_key_is_taken_once`)
    async fn insert(&mut self, question: &Question) -> Result<QuestionStored, StorageError>;

    /// Reads a question and keeps every other unit from changing or answering it until this one ends.
    /// (contract: `locked_questions_are_judged_in_turn`)
    async fn lock(&mut self, id: QuestionId) -> Result<Option<Question>, StorageError>;

    /// Stores a question that was locked in this unit. MUST tell as [`insert`](Self::insert) does.
    /// (contracts: `a_saved_question_comes_back_as_it_was`, `a_key_is_taken_once`)
    async fn save(&mut self, question: &Question) -> Result<QuestionStored, StorageError>;

    /// Removes a question that was locked in this unit. (contract: `a_deleted_question_is_gone`)
    async fn delete(&mut self, id: QuestionId) -> Result<(), StorageError>;

    /// Whether anybody answered a question. (contract: `answers_of_a_question_are_known`)
    async fn has_answers(&mut self, id: QuestionId) -> Result<bool, StorageError>;

    /// Every question that is asked, and keeps each from being changed until this unit ends: answers are judged
    /// against what is still true when they are stored. (contract: `asked_questions_stay_as_they_are`)
    async fn lock_asked(&mut self) -> Result<Vec<Question>, StorageError>;
}

/// Answers inside a transaction.
#[async_trait]
pub trait UserInfoRepository: Send {
    /// Adds a user's answers; `false`, with nothing written and the unit still usable, when there are some already.
    /// MUST let one of several racing units add them. (contracts: `answers_come_back_as_they_were`,
    /// `one_of_many_racing_units_answers`)
    async fn insert(&mut self, info: &UserInfo) -> Result<bool, StorageError>;

    /// Reads a user's answers and keeps every other unit from changing them until this one ends.
    /// (contract: `locked_answers_are_judged_in_turn`)
    async fn lock(&mut self, user: UserId) -> Result<Option<UserInfo>, StorageError>;

    /// Stores answers that were locked in this unit: those that are no longer among them go.
    /// (contract: `saved_answers_come_back_as_they_were`)
    async fn save(&mut self, info: &UserInfo) -> Result<(), StorageError>;

    /// Removes a user's answers; says whether there were some. (contract: `deleted_answers_are_gone`)
    async fn delete(&mut self, user: UserId) -> Result<bool, StorageError>;
}

/// Questions and answers as reads see them.
#[async_trait]
pub trait OnboardingQueries: Send + Sync {
    /// Every question that is asked, by position, ties by key. (contract: `questions_are_listed_in_their_order`)
    async fn questions(&self) -> Result<Vec<Question>, StorageError>;

    /// A question, retired ones included. (contract: `a_question_comes_back_as_it_was`)
    async fn question(&self, id: QuestionId) -> Result<Option<Question>, StorageError>;

    /// A user's answers, by the position of their questions, ties by key.
    /// (contract: `answers_come_back_as_they_were`)
    async fn user_info(&self, user: UserId) -> Result<Option<UserInfo>, StorageError>;
}
