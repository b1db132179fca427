//! A user looks at their answers.

use std::sync::Arc;

use domain::onboarding::UserInfo;
use domain::ports::OnboardingQueries;
use domain::user::UserId;

use crate::{Ports, UseCaseError};

/// The user has not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the user has not answered")]
pub struct NothingAnswered;

/// Reads a user's own answers, those to retired questions included.
#[derive(Clone)]
pub struct ReadAnswers(Arc<dyn OnboardingQueries>);

impl ReadAnswers {
    pub(super) fn new(ports: &Ports) -> Self {
        Self(ports.storage.onboarding.clone())
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// When there are none.
    pub async fn execute(&self, user: UserId) -> Result<UserInfo, UseCaseError<NothingAnswered>> {
        let found = self.0.user_info(user).await?;
        found.ok_or(UseCaseError::Refused(NothingAnswered))
    }
}
