//! The end of a question.

use std::sync::Arc;

use domain::onboarding::{Question, QuestionId};
use domain::ports::{Clock, StorageError, UnitOfWork, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::timestamp::Timestamp;
use domain::user::UserId;
use domain::version::Precondition;

use super::lock::{LockQuestionRefusal, lock_question};
use super::question_record::QuestionRecord;
use crate::{Ports, UseCaseError};

/// What to delete.
#[derive(Clone, Debug)]
pub struct DeleteQuestionCommand {
    /// The question.
    pub id: QuestionId,
    /// What the actor has seen of it.
    pub precondition: Precondition,
    /// The superuser.
    pub actor: UserId,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Asks a question no more. One that has answers is retired, so that they stay readable; any other is removed.
#[derive(Clone)]
pub struct DeleteQuestion {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    record: QuestionRecord,
}

impl DeleteQuestion {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            record: QuestionRecord::new(ports),
        }
    }

    /// Retires or removes the question.
    ///
    /// # Errors
    /// When there is none, or it has changed meanwhile.
    pub async fn execute(
        &self,
        command: DeleteQuestionCommand,
    ) -> Result<(), UseCaseError<LockQuestionRefusal>> {
        let mut unit = self.units.begin().await?;
        let question = lock_question(&mut *unit, command.id, &command.precondition).await?;
        let (by, now) = ((command.actor, &command.origin), self.clock.now());
        let what = retire_or_remove(&mut *unit, &question, now).await?;
        self.record
            .append(&mut *unit, question.id, what, by, now)
            .await?;
        unit.commit().await?;
        self.record.announce().await;
        Ok(())
    }
}

/// Says which of the two it was.
async fn retire_or_remove(
    unit: &mut dyn UnitOfWork,
    question: &Question,
    now: Timestamp,
) -> Result<&'static str, StorageError> {
    if unit.questions().has_answers(question.id).await? {
        // It keeps its key, which therefore is not taken.
        unit.questions().save(&question.retired(now)).await?;
        Ok("retired")
    } else {
        unit.questions().delete(question.id).await?;
        Ok("removed")
    }
}
