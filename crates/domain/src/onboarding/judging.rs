//! Answers against questions: every fault is named at once.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{
    AnswerDate, AnswerNumber, AnswerText, AnswerTextError, AnswerValue, GivenAnswer,
};
use super::question::{Choices, Question, QuestionId, QuestionKey, QuestionKind};
use super::user_info::Answer;
use crate::text::is_blank;

/// The questions that are asked now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questionnaire(Vec<Question>);

/// What is wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerFault {
    /// The key that was answered, or that should have been.
    pub key: String,
    /// What is wrong.
    pub problem: AnswerProblem,
}

/// What can be wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerProblem {
    /// The question must be answered.
    #[error("must be answered")]
    Missing,
    /// There is no such question, or it is not asked any more.
    #[error("is no question that is asked")]
    Unknown,
    /// Not a text.
    #[error("must be a text")]
    Text,
    /// A text that breaks a rule.
    #[error(transparent)]
    BrokenText(#[from] AnswerTextError),
    /// A text of which nothing is seen, or an empty list, where an answer is needed.
    #[error("must not be empty")]
    Empty,
    /// None of the choices.
    #[error("must be one of the choices")]
    Choice,
    /// Not a list of choices, or one of them twice.
    #[error("must be a list of choices, each once")]
    Choices,
    /// Not a number.
    #[error("must be a number")]
    Number,
    /// Not a day.
    #[error("must be a day such as 1815-12-10")]
    Date,
    /// Neither yes nor no.
    #[error("must be true or false")]
    Boolean,
}

impl Questionnaire {
    /// Takes questions; those that are retired are not asked.
    #[must_use]
    pub fn new(mut questions: Vec<Question>) -> Self {
        questions.retain(|it| it.retired_at.is_none());
        questions.sort_by(|one, other| place_of(one).cmp(&place_of(other)));
        Self(questions)
    }

    /// Whether this question is asked.
    #[must_use]
    pub fn asks(&self, question: QuestionId) -> bool {
        self.0.iter().any(|it| it.id == question)
    }

    /// Judges what was given. Answers of retired questions that were given earlier are not among them: they stay.
    ///
    /// # Errors
    /// Every fault, by the position of the questions; unknown keys last.
    pub fn judge(
        &self,
        given: &BTreeMap<String, GivenAnswer>,
    ) -> Result<Vec<Answer>, Vec<AnswerFault>> {
        let mut answers = Vec::new();
        let mut faults = Vec::new();
        for question in &self.0 {
            let key = question.draft.key.as_str();
            match judge_one(question, given.get(key)) {
                Ok(answer) => answers.extend(answer),
                Err(problem) => faults.push(fault(key, problem)),
            }
        }
        let asked: BTreeSet<&str> = self.0.iter().map(|it| it.draft.key.as_str()).collect();
        let unknown = given.keys().filter(|key| !asked.contains(key.as_str()));
        faults.extend(unknown.map(|key| fault(key, AnswerProblem::Unknown)));
        if faults.is_empty() {
            Ok(answers)
        } else {
            Err(faults)
        }
    }
}

fn place_of(question: &Question) -> (u16, &QuestionKey) {
    (question.draft.position, &question.draft.key)
}

fn fault(key: &str, problem: AnswerProblem) -> AnswerFault {
    AnswerFault {
        key: key.to_owned(),
        problem,
    }
}

fn judge_one(
    question: &Question,
    given: Option<&GivenAnswer>,
) -> Result<Option<Answer>, AnswerProblem> {
    let Some(given) = given else {
        return if question.draft.required {
            Err(AnswerProblem::Missing)
        } else {
            Ok(None)
        };
    };
    let value = value_of(&question.draft.kind, given)?;
    if question.draft.required && says_nothing(&value) {
        return Err(AnswerProblem::Empty);
    }
    Ok(Some(Answer {
        question: question.id,
        key: question.draft.key.clone(),
        value,
    }))
}

fn says_nothing(value: &AnswerValue) -> bool {
    match value {
        AnswerValue::Text(text) => is_blank(text.as_str()),
        AnswerValue::Choices(choices) => choices.is_empty(),
        _ => false,
    }
}

fn value_of(kind: &QuestionKind, given: &GivenAnswer) -> Result<AnswerValue, AnswerProblem> {
    use GivenAnswer as Given;
    match (kind, given) {
        (QuestionKind::Text, Given::Text(text)) => Ok(AnswerValue::Text(AnswerText::parse(text)?)),
        (QuestionKind::SingleChoice(choices), Given::Text(text)) => choices
            .find(text)
            .map(|choice| AnswerValue::Choice(choice.value.clone()))
            .ok_or(AnswerProblem::Choice),
        (QuestionKind::MultipleChoice(choices), Given::Texts(texts)) => some_of(choices, texts),
        (QuestionKind::Number, Given::Number(digits)) => AnswerNumber::parse(digits)
            .map(AnswerValue::Number)
            .ok_or(AnswerProblem::Number),
        (QuestionKind::Date, Given::Text(text)) => AnswerDate::parse(text)
            .map(AnswerValue::Date)
            .ok_or(AnswerProblem::Date),
        (QuestionKind::Boolean, Given::Boolean(yes)) => Ok(AnswerValue::Boolean(*yes)),
        (kind, _) => Err(problem_of(kind)),
    }
}

const fn problem_of(kind: &QuestionKind) -> AnswerProblem {
    match kind {
        QuestionKind::Text => AnswerProblem::Text,
        QuestionKind::SingleChoice(_) => AnswerProblem::Choice,
        QuestionKind::MultipleChoice(_) => AnswerProblem::Choices,
        QuestionKind::Number => AnswerProblem::Number,
        QuestionKind::Date => AnswerProblem::Date,
        QuestionKind::Boolean => AnswerProblem::Boolean,
    }
}

/// In the order of the question, so that the same choices are the same answer.
fn some_of(choices: &Choices, texts: &[String]) -> Result<AnswerValue, AnswerProblem> {
    let chosen: BTreeSet<&str> = texts.iter().map(String::as_str).collect();
    let known = chosen.iter().all(|text| choices.find(text).is_some());
    if chosen.len() < texts.len() || !known {
        return Err(AnswerProblem::Choices);
    }
    let in_order = choices.as_slice().iter().map(|choice| &choice.value);
    let in_order = in_order.filter(|value| chosen.contains(value.as_str()));
    Ok(AnswerValue::Choices(in_order.cloned().collect()))
}
