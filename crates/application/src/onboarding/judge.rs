//! What users answer, judged against what is asked.

use std::collections::BTreeMap;

use domain::onboarding::{Answer, AnswerFault, GivenAnswer, Questionnaire};
use domain::ports::UnitOfWork;

use crate::UseCaseError;

/// Some answers are missing, unknown or of another kind: all of them, by the position of their questions.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} answers break a rule", .0.len())]
pub struct InvalidAnswers(pub Vec<AnswerFault>);

/// Judges answers against the questions, which stay as they are until the unit ends: what is stored fits what is asked
/// then.
pub(super) async fn judge(
    unit: &mut dyn UnitOfWork,
    given: &BTreeMap<String, GivenAnswer>,
) -> Result<(Vec<Answer>, Questionnaire), UseCaseError<InvalidAnswers>> {
    let asked = Questionnaire::new(unit.questions().lock_asked().await?);
    match asked.judge(given) {
        Ok(answers) => Ok((answers, asked)),
        Err(faults) => Err(UseCaseError::Refused(InvalidAnswers(faults))),
    }
}
