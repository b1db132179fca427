//! The first answers of a user.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::onboarding::{GivenAnswer, UserInfo};
use domain::ports::{Clock, UnitOfWork, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::user::UserId;

use super::answer_record::AnswerRecord;
use super::judge::{InvalidAnswers, judge};
use crate::idempotency::{Answer, IdempotencyRefusal, IdempotentCall};
use crate::{Ports, UseCaseError};

/// What a user answers.
#[derive(Clone, Debug)]
pub struct AnswerQuestionsCommand {
    /// Who answers, for themselves.
    pub user: UserId,
    /// The answers, by the keys of their questions.
    pub given: BTreeMap<String, GivenAnswer>,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Why no answers were kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerQuestionsRefusal {
    /// The account was deleted meanwhile.
    #[error("the account is gone")]
    Gone,
    /// The user has answered before.
    #[error("there are answers already")]
    AnsweredBefore,
    /// Some answers break a rule.
    #[error(transparent)]
    Invalid(#[from] InvalidAnswers),
    /// The idempotency key stands in the way.
    #[error(transparent)]
    Idempotency(#[from] IdempotencyRefusal),
}

type AnswerQuestionsError = UseCaseError<AnswerQuestionsRefusal>;

/// Keeps what a user answers.
#[derive(Clone)]
pub struct AnswerQuestions {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    record: AnswerRecord,
}

impl AnswerQuestions {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            record: AnswerRecord::new(ports),
        }
    }

    /// Keeps the answers.
    ///
    /// # Errors
    /// When the user has answered before or is gone, some answers break a rule, or the call's key is taken.
    pub async fn execute(
        &self,
        command: AnswerQuestionsCommand,
        call: &IdempotentCall<UserInfo>,
    ) -> Result<Answer<UserInfo>, AnswerQuestionsError> {
        let mut unit = self.units.begin().await?;
        // First, since everything below belongs to the user: their deletion locks in the same order.
        if unit.users().lock(command.user).await?.is_none() {
            return Err(UseCaseError::Refused(AnswerQuestionsRefusal::Gone));
        }
        if let Some(reply) = call.claim(&mut *unit).await? {
            return Ok(Answer::Repeated(reply));
        }
        let info = self.keep(&mut *unit, &command).await?;
        call.keep(&mut *unit, &info).await?;
        unit.commit().await?;
        Ok(Answer::Done(info))
    }

    async fn keep(
        &self,
        unit: &mut dyn UnitOfWork,
        command: &AnswerQuestionsCommand,
    ) -> Result<UserInfo, AnswerQuestionsError> {
        let judged = judge(unit, &command.given).await;
        let (answers, _) = judged.map_err(UseCaseError::refused_alike)?;
        let now = self.clock.now();
        let info = UserInfo::new(command.user, answers, now);
        if !unit.user_infos().insert(&info).await? {
            let before = AnswerQuestionsRefusal::AnsweredBefore;
            return Err(UseCaseError::Refused(before));
        }
        let by = (info.user, &command.origin);
        self.record.append(unit, "answered", by, now).await?;
        Ok(info)
    }
}
