//! Other answers of a user.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::onboarding::{GivenAnswer, UserInfo};
use domain::ports::{Clock, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::user::UserId;
use domain::version::Precondition;

use super::answer_record::AnswerRecord;
use super::judge::{InvalidAnswers, judge};
use super::lock::{LockAnswersRefusal, lock_answers};
use crate::{Ports, UseCaseError};

/// What a user answers from now on.
#[derive(Clone, Debug)]
pub struct UpdateAnswersCommand {
    /// Whose answers they are.
    pub user: UserId,
    /// All of them, by the keys of their questions.
    pub given: BTreeMap<String, GivenAnswer>,
    /// What the user has seen of them.
    pub precondition: Precondition,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Why answers were not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UpdateAnswersRefusal {
    /// There are none, or they are not as the user saw them.
    #[error(transparent)]
    NotLocked(#[from] LockAnswersRefusal),
    /// Some answers break a rule.
    #[error(transparent)]
    Invalid(#[from] InvalidAnswers),
}

/// Puts other answers in the place of those to the questions that are asked now.
#[derive(Clone)]
pub struct UpdateAnswers {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    record: AnswerRecord,
}

impl UpdateAnswers {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            record: AnswerRecord::new(ports),
        }
    }

    /// Changes the answers and gives them as they are then, those to retired questions included. An update that changes
    /// nothing writes nothing.
    ///
    /// # Errors
    /// When there are none, they have changed meanwhile, or some of the new ones break a rule.
    pub async fn execute(
        &self,
        command: UpdateAnswersCommand,
    ) -> Result<UserInfo, UseCaseError<UpdateAnswersRefusal>> {
        let mut unit = self.units.begin().await?;
        let locked = lock_answers(&mut *unit, command.user, &command.precondition).await;
        let before = locked.map_err(UseCaseError::refused_alike)?;
        let judged = judge(&mut *unit, &command.given).await;
        let (answers, asked) = judged.map_err(UseCaseError::refused_alike)?;
        let now = self.clock.now();
        let after = before.answered_anew(answers, &asked, now);
        if after == before {
            return Ok(after);
        }
        unit.user_infos().save(&after).await?;
        let by = (after.user, &command.origin);
        self.record.append(&mut *unit, "changed", by, now).await?;
        unit.commit().await?;
        Ok(after)
    }
}
