//! Onboarding: questions that an operator asks of every user, and each user's answers (F6r).

mod answer;
mod judging;
mod question;
mod user_info;

pub use answer::{AnswerDate, AnswerNumber, AnswerText, AnswerTextError, AnswerValue, GivenAnswer};
pub use judging::{AnswerFault, AnswerProblem, Questionnaire};
pub use question::{
    Choice, ChoiceValue, Choices, Question, QuestionDraft, QuestionError, QuestionId, QuestionKey,
    QuestionKind, QuestionStored, QuestionText,
};
pub use user_info::{Answer, UserInfo};
