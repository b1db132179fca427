//! What every change of the questions writes beside them, and whom it tells.

use std::sync::Arc;

use domain::audit::{AuditAction, AuditObject};
use domain::cache::CacheScope;
use domain::onboarding::{QuestionId, QuestionKey};
use domain::ports::{OnboardingQueries, StorageError, UnitOfWork};
use domain::request_origin::RequestOrigin;
use domain::timestamp::Timestamp;
use domain::user::UserId;

use crate::audit::AuditTrail;
use crate::caches::ListAnnouncer;
use crate::{Ports, UseCaseError};

/// Another question has the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyTaken {
    /// One that is asked.
    #[error("another question has this key")]
    Asked,
    /// One that is asked no more, and not in the list: it keeps its key, since its answers have it.
    #[error("a retired question has this key")]
    Retired,
}

/// Records changes of the questions, and drops the cached list.
#[derive(Clone)]
pub(super) struct QuestionRecord {
    questions: Arc<dyn OnboardingQueries>,
    audit: AuditTrail,
    lists: ListAnnouncer,
}

impl QuestionRecord {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            questions: ports.storage.onboarding.clone(),
            audit: AuditTrail::new(ports.system.ids.clone()),
            lists: ListAnnouncer::new(ports),
        }
    }

    /// After the unit that met it: the refusal of a key that another question has.
    pub(super) async fn taken<R: From<KeyTaken>>(&self, key: &QuestionKey) -> UseCaseError<R> {
        match self.questions.questions().await {
            Ok(asked) if asked.iter().any(|it| it.draft.key == *key) => {
                UseCaseError::refused(KeyTaken::Asked)
            }
            Ok(_) => UseCaseError::refused(KeyTaken::Retired),
            Err(error) => error.into(),
        }
    }

    /// In the unit of the change: that `actor` did `what` to this question.
    pub(super) async fn append(
        &self,
        unit: &mut dyn UnitOfWork,
        question: QuestionId,
        what: &'static str,
        (actor, origin): (UserId, &RequestOrigin),
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let event = self.audit.event(AuditAction::QuestionsChanged, now, origin);
        let event = event.of(AuditObject::Question(question));
        unit.audit().append(&event.by(actor).because(what)).await
    }

    /// After the commit and before the reply: whoever made the change then reads it (I9).
    pub(super) async fn announce(&self) {
        self.lists.changed(&[CacheScope::Questions]).await;
    }
}
