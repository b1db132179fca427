//! One user's answers.

use std::collections::BTreeMap;

use super::answer::AnswerValue;
use super::judging::Questionnaire;
use super::question::{QuestionId, QuestionKey};
use crate::timestamp::Timestamp;
use crate::user::UserId;
use crate::version::Version;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What it answers.
    pub question: QuestionId,
    /// The question's key.
    pub key: QuestionKey,
    /// The answer.
    pub value: AnswerValue,
}

/// What a user answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserInfo {
    /// Whose answers they are.
    pub user: UserId,
    /// One for each question that was answered, those of retired questions included.
    pub answers: Vec<Answer>,
    /// When the first were given.
    pub created_at: Timestamp,
    /// When they last changed.
    pub updated_at: Timestamp,
    /// Which state of them this is: none that was removed had it.
    pub version: Version,
}

impl UserInfo {
    /// The first answers of a user.
    #[must_use]
    pub const fn new(user: UserId, answers: Vec<Answer>, now: Timestamp) -> Self {
        Self {
            user,
            answers,
            created_at: now,
            updated_at: now,
            version: Version::first_since(now),
        }
    }

    /// The same user's info with other answers to the questions that are asked. What was answered to questions that
    /// are not asked any more stays. The same answers in another order are no change.
    #[must_use]
    pub fn answered_anew(
        &self,
        answers: Vec<Answer>,
        asked: &Questionnaire,
        now: Timestamp,
    ) -> Self {
        let kept = self.answers.iter().filter(|it| !asked.asks(it.question));
        let answers: Vec<Answer> = answers.into_iter().chain(kept.cloned()).collect();
        if by_question(&answers) == by_question(&self.answers) {
            return self.clone();
        }
        Self {
            answers,
            updated_at: now,
            version: self.version.next(),
            ..self.clone()
        }
    }
}

fn by_question(answers: &[Answer]) -> BTreeMap<QuestionId, &AnswerValue> {
    let answers = answers.iter();
    answers.map(|it| (it.question, &it.value)).collect()
}
