//! A new question.

use std::sync::Arc;

use domain::onboarding::{Question, QuestionDraft, QuestionId, QuestionStored};
use domain::ports::{Clock, IdGenerator, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::user::UserId;

use super::question_record::{KeyTaken, QuestionRecord};
use crate::idempotency::{Answer, IdempotencyRefusal, IdempotentCall};
use crate::{Ports, UseCaseError};

/// The question to make.
#[derive(Clone, Debug)]
pub struct CreateQuestionCommand {
    /// What it says.
    pub draft: QuestionDraft,
    /// The superuser.
    pub actor: UserId,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Why no question was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreateQuestionRefusal {
    /// Its key is taken.
    #[error(transparent)]
    KeyTaken(#[from] KeyTaken),
    /// The idempotency key stands in the way.
    #[error(transparent)]
    Idempotency(#[from] IdempotencyRefusal),
}

/// Makes a question.
#[derive(Clone)]
pub struct CreateQuestion {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
    record: QuestionRecord,
}

impl CreateQuestion {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            ids: ports.system.ids.clone(),
            record: QuestionRecord::new(ports),
        }
    }

    /// Makes the question; a list that is asked for afterwards holds it (I9).
    ///
    /// # Errors
    /// When its key is taken, or the call's.
    pub async fn execute(
        &self,
        command: CreateQuestionCommand,
        call: &IdempotentCall<Question>,
    ) -> Result<Answer<Question>, UseCaseError<CreateQuestionRefusal>> {
        let now = self.clock.now();
        let id = QuestionId::from_uuid(self.ids.ordered(now));
        let question = Question::new(id, command.draft, now);
        let by = (command.actor, &command.origin);
        let mut unit = self.units.begin().await?;
        if let Some(reply) = call.claim(&mut *unit).await? {
            return Ok(Answer::Repeated(reply));
        }
        if unit.questions().insert(&question).await? == QuestionStored::KeyTaken {
            drop(unit);
            return Err(self.record.taken(&question.draft.key).await);
        }
        self.record
            .append(&mut *unit, id, "created", by, now)
            .await?;
        call.keep(&mut *unit, &question).await?;
        unit.commit().await?;
        self.record.announce().await;
        Ok(Answer::Done(question))
    }
}
