//! A change of a question.

use std::sync::Arc;

use domain::onboarding::{Question, QuestionDraft, QuestionId, QuestionStored};
use domain::ports::{Clock, UnitOfWork, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::user::UserId;
use domain::version::Precondition;

use super::lock::{LockQuestionRefusal, lock_question};
use super::question_record::{KeyTaken, QuestionRecord};
use crate::{Ports, UseCaseError};

/// What to make of a question.
#[derive(Clone, Debug)]
pub struct UpdateQuestionCommand {
    /// The question.
    pub id: QuestionId,
    /// What it says from now on.
    pub draft: QuestionDraft,
    /// What the actor has seen of it.
    pub precondition: Precondition,
    /// The superuser.
    pub actor: UserId,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Why a question was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UpdateQuestionRefusal {
    /// It is not there, or not as the actor saw it.
    #[error(transparent)]
    NotLocked(#[from] LockQuestionRefusal),
    /// Another question has the new key.
    #[error(transparent)]
    KeyTaken(#[from] KeyTaken),
    /// Answers were given that it would not take any more.
    #[error("the question has answers of another kind")]
    HasAnswers,
}

type UpdateQuestionError = UseCaseError<UpdateQuestionRefusal>;

/// Changes a question.
#[derive(Clone)]
pub struct UpdateQuestion {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    record: QuestionRecord,
}

impl UpdateQuestion {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            record: QuestionRecord::new(ports),
        }
    }

    /// Changes the question and gives it as it is then. An update that changes nothing writes nothing.
    ///
    /// # Errors
    /// When there is none, it has changed meanwhile, its new key is taken, or answers to it would not fit any more.
    pub async fn execute(
        &self,
        command: UpdateQuestionCommand,
    ) -> Result<Question, UpdateQuestionError> {
        let mut unit = self.units.begin().await?;
        let locked = lock_question(&mut *unit, command.id, &command.precondition).await;
        let before = locked.map_err(UseCaseError::refused_alike)?;
        let after = before.rewritten(command.draft);
        if after == before {
            return Ok(after);
        }
        keep_answers_readable(&mut *unit, &before, &after).await?;
        if unit.questions().save(&after).await? == QuestionStored::KeyTaken {
            drop(unit);
            return Err(self.record.taken(&after.draft.key).await);
        }
        let (by, now) = ((command.actor, &command.origin), self.clock.now());
        self.record
            .append(&mut *unit, after.id, "changed", by, now)
            .await?;
        unit.commit().await?;
        self.record.announce().await;
        Ok(after)
    }
}

async fn keep_answers_readable(
    unit: &mut dyn UnitOfWork,
    before: &Question,
    after: &Question,
) -> Result<(), UpdateQuestionError> {
    let fits = before.draft.kind.fits_into(&after.draft.kind);
    if !fits && unit.questions().has_answers(before.id).await? {
        return Err(UseCaseError::Refused(UpdateQuestionRefusal::HasAnswers));
    }
    Ok(())
}
