//! What a refusal is answered.

use application::onboarding::{
    AnswerQuestionsRefusal, CreateQuestionRefusal, InvalidAnswers, KeyTaken, LockAnswersRefusal,
    LockQuestionRefusal, NoSuchQuestion, NothingAnswered, UpdateAnswersRefusal,
    UpdateQuestionRefusal,
};
use domain::onboarding::{AnswerFault, AnswerProblem, AnswerTextError};

use crate::problem::{ErrorCode, FieldError, Place, Problem};

impl From<NoSuchQuestion> for Problem {
    fn from(_: NoSuchQuestion) -> Self {
        Self::new(ErrorCode::QuestionNotFound)
    }
}

impl From<KeyTaken> for Problem {
    fn from(taken: KeyTaken) -> Self {
        let problem = Self::new(ErrorCode::QuestionKeyTaken);
        match taken {
            KeyTaken::Asked => problem,
            KeyTaken::Retired => problem.because(
                "A question that is asked no more has this key, since its answers go by it. Choose another one.",
            ),
        }
    }
}

impl From<LockQuestionRefusal> for Problem {
    fn from(refusal: LockQuestionRefusal) -> Self {
        match refusal {
            LockQuestionRefusal::NotFound(refusal) => refusal.into(),
            LockQuestionRefusal::Changed(refusal) => refusal.into(),
        }
    }
}

impl From<CreateQuestionRefusal> for Problem {
    fn from(refusal: CreateQuestionRefusal) -> Self {
        match refusal {
            CreateQuestionRefusal::KeyTaken(refusal) => refusal.into(),
            CreateQuestionRefusal::Idempotency(refusal) => refusal.into(),
        }
    }
}

impl From<UpdateQuestionRefusal> for Problem {
    fn from(refusal: UpdateQuestionRefusal) -> Self {
        match refusal {
            UpdateQuestionRefusal::NotLocked(refusal) => refusal.into(),
            UpdateQuestionRefusal::KeyTaken(refusal) => refusal.into(),
            UpdateQuestionRefusal::HasAnswers => Self::new(ErrorCode::QuestionHasAnswers),
        }
    }
}

impl From<NothingAnswered> for Problem {
    fn from(_: NothingAnswered) -> Self {
        Self::new(ErrorCode::UserInfoNotFound)
    }
}

impl From<LockAnswersRefusal> for Problem {
    fn from(refusal: LockAnswersRefusal) -> Self {
        match refusal {
            LockAnswersRefusal::NotFound(refusal) => refusal.into(),
            LockAnswersRefusal::Changed(refusal) => refusal.into(),
        }
    }
}

impl From<AnswerQuestionsRefusal> for Problem {
    fn from(refusal: AnswerQuestionsRefusal) -> Self {
        match refusal {
            // The token of an account that is gone counts no more; that was only noticed late.
            AnswerQuestionsRefusal::Gone => Self::new(ErrorCode::InvalidToken),
            AnswerQuestionsRefusal::AnsweredBefore => Self::new(ErrorCode::UserInfoExists),
            AnswerQuestionsRefusal::Invalid(refusal) => refusal.into(),
            AnswerQuestionsRefusal::Idempotency(refusal) => refusal.into(),
        }
    }
}

impl From<UpdateAnswersRefusal> for Problem {
    fn from(refusal: UpdateAnswersRefusal) -> Self {
        match refusal {
            UpdateAnswersRefusal::NotLocked(refusal) => refusal.into(),
            UpdateAnswersRefusal::Invalid(refusal) => refusal.into(),
        }
    }
}

impl From<InvalidAnswers> for Problem {
    fn from(InvalidAnswers(faults): InvalidAnswers) -> Self {
        Self::invalid(faults.iter().map(field_error).collect())
    }
}

fn field_error(fault: &AnswerFault) -> FieldError {
    let mut error =
        FieldError::in_body("answers", kind_of(fault.problem), fault.problem.to_string());
    error.loc.push(Place::from(fault.key.as_str()));
    error
}

const fn kind_of(problem: AnswerProblem) -> &'static str {
    match problem {
        AnswerProblem::Missing => "missing",
        AnswerProblem::Unknown => "unknown_question",
        AnswerProblem::Text => "text",
        AnswerProblem::BrokenText(AnswerTextError::TooLong) => "too_long",
        AnswerProblem::BrokenText(
            AnswerTextError::ControlCharacter | AnswerTextError::Direction,
        ) => "control_character",
        AnswerProblem::Empty => "too_short",
        AnswerProblem::Choice => "choice",
        AnswerProblem::Choices => "choices",
        AnswerProblem::Number => "number",
        AnswerProblem::Date => "date",
        AnswerProblem::Boolean => "boolean",
    }
}
