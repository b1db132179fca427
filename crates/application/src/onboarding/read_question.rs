//! Looking at one question.

use std::sync::Arc;

use domain::onboarding::{Question, QuestionId};
use domain::ports::OnboardingQueries;

use crate::{Ports, UseCaseError};

/// There is no such question, or it is not asked any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such question")]
pub struct NoSuchQuestion;

/// Reads one question that is asked.
#[derive(Clone)]
pub struct ReadQuestion(Arc<dyn OnboardingQueries>);

impl ReadQuestion {
    pub(super) fn new(ports: &Ports) -> Self {
        Self(ports.storage.onboarding.clone())
    }

    /// Reads the question.
    ///
    /// # Errors
    /// When there is none, or it is not asked any more.
    pub async fn execute(&self, id: QuestionId) -> Result<Question, UseCaseError<NoSuchQuestion>> {
        let found = self.0.question(id).await?;
        let asked = found.filter(|question| question.retired_at.is_none());
        asked.ok_or(UseCaseError::Refused(NoSuchQuestion))
    }
}
