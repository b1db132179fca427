//! Onboarding: superusers look after the questions, users answer them, each for themselves (F6r).

mod answer_questions;
mod answer_record;
mod create_question;
mod delete_answers;
mod delete_question;
mod judge;
mod list_questions;
mod lock;
mod question_record;
mod read_answers;
mod read_question;
mod update_answers;
mod update_question;

pub use answer_questions::{AnswerQuestions, AnswerQuestionsCommand, AnswerQuestionsRefusal};
pub use create_question::{CreateQuestion, CreateQuestionCommand, CreateQuestionRefusal};
pub use delete_answers::{DeleteAnswers, DeleteAnswersCommand};
pub use delete_question::{DeleteQuestion, DeleteQuestionCommand};
pub use judge::InvalidAnswers;
pub use list_questions::{ListQuestions, QuestionsForm};
pub use lock::{LockAnswersRefusal, LockQuestionRefusal};
pub use question_record::KeyTaken;
pub use read_answers::{NothingAnswered, ReadAnswers};
pub use read_question::{NoSuchQuestion, ReadQuestion};
pub use update_answers::{UpdateAnswers, UpdateAnswersCommand, UpdateAnswersRefusal};
pub use update_question::{UpdateQuestion, UpdateQuestionCommand, UpdateQuestionRefusal};

use crate::{Policies, Ports};

/// What can be done with questions and with answers to them.
#[derive(Clone)]
pub struct UseCases {
    /// Lists the questions that are asked.
    pub list_questions: ListQuestions,
    /// Reads one question.
    pub read_question: ReadQuestion,
    /// Makes a question.
    pub create_question: CreateQuestion,
    /// Changes a question.
    pub update_question: UpdateQuestion,
    /// Asks a question no more.
    pub delete_question: DeleteQuestion,
    /// Answers the questions.
    pub answer: AnswerQuestions,
    /// Reads the own answers.
    pub read_answers: ReadAnswers,
    /// Answers the questions anew.
    pub update_answers: UpdateAnswers,
    /// Takes the own answers back.
    pub delete_answers: DeleteAnswers,
}

impl UseCases {
    /// Makes them over these adapters.
    #[must_use]
    pub fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            list_questions: ListQuestions::new(ports, policies),
            read_question: ReadQuestion::new(ports),
            create_question: CreateQuestion::new(ports),
            update_question: UpdateQuestion::new(ports),
            delete_question: DeleteQuestion::new(ports),
            answer: AnswerQuestions::new(ports),
            read_answers: ReadAnswers::new(ports),
            update_answers: UpdateAnswers::new(ports),
            delete_answers: DeleteAnswers::new(ports),
        }
    }
}
