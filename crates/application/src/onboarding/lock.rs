//! The first thing that changes of questions and of answers do. What the writer has seen is judged under the lock: of
//! two who saw the same, only one goes on.

use domain::onboarding::{Question, QuestionId, UserInfo};
use domain::ports::UnitOfWork;
use domain::user::UserId;
use domain::version::{Precondition, PreconditionFailed};

use super::{NoSuchQuestion, NothingAnswered};
use crate::UseCaseError;

/// Why a question cannot be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LockQuestionRefusal {
    /// There is none.
    #[error(transparent)]
    NotFound(#[from] NoSuchQuestion),
    /// It has changed since the writer saw it.
    #[error(transparent)]
    Changed(#[from] PreconditionFailed),
}

/// Why answers cannot be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LockAnswersRefusal {
    /// There are none.
    #[error(transparent)]
    NotFound(#[from] NothingAnswered),
    /// They have changed since the writer saw them.
    #[error(transparent)]
    Changed(#[from] PreconditionFailed),
}

/// Locks a question that is asked.
pub(super) async fn lock_question(
    unit: &mut dyn UnitOfWork,
    id: QuestionId,
    precondition: &Precondition,
) -> Result<Question, UseCaseError<LockQuestionRefusal>> {
    let found = unit.questions().lock(id).await?;
    let asked = found.filter(|question| question.retired_at.is_none());
    let question = asked.ok_or(UseCaseError::refused(NoSuchQuestion))?;
    let judged = precondition.check(question.version);
    judged.map(|()| question).map_err(UseCaseError::refused)
}

/// Locks a user and then their answers: the order in which the user's deletion goes.
pub(super) async fn lock_answers(
    unit: &mut dyn UnitOfWork,
    user: UserId,
    precondition: &Precondition,
) -> Result<UserInfo, UseCaseError<LockAnswersRefusal>> {
    // Somebody who is gone has no answers.
    unit.users().lock(user).await?;
    let found = unit.user_infos().lock(user).await?;
    let info = found.ok_or(UseCaseError::refused(NothingAnswered))?;
    let judged = precondition.check(info.version);
    judged.map(|()| info).map_err(UseCaseError::refused)
}
