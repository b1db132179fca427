//! A user takes their answers back.

use std::sync::Arc;

use domain::ports::{Clock, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::user::UserId;
use domain::version::Precondition;

use super::answer_record::AnswerRecord;
use super::lock::{LockAnswersRefusal, lock_answers};
use crate::{Ports, UseCaseError};

/// Which answers to remove.
#[derive(Clone, Debug)]
pub struct DeleteAnswersCommand {
    /// Whose they are.
    pub user: UserId,
    /// What the user has seen of them.
    pub precondition: Precondition,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Removes a user's own answers.
#[derive(Clone)]
pub struct DeleteAnswers {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    record: AnswerRecord,
}

impl DeleteAnswers {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            record: AnswerRecord::new(ports),
        }
    }

    /// Removes the answers, those to retired questions included.
    ///
    /// # Errors
    /// When there are none, or they have changed meanwhile.
    pub async fn execute(
        &self,
        command: DeleteAnswersCommand,
    ) -> Result<(), UseCaseError<LockAnswersRefusal>> {
        let mut unit = self.units.begin().await?;
        let info = lock_answers(&mut *unit, command.user, &command.precondition).await?;
        unit.user_infos().delete(info.user).await?;
        let now = self.clock.now();
        let by = (info.user, &command.origin);
        self.record.append(&mut *unit, "removed", by, now).await?;
        unit.commit().await?;
        Ok(())
    }
}
