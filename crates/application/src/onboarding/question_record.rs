//! What every change of the questions writes beside them, and whom it tells.

use domain::audit::{AuditAction, AuditObject};
use domain::cache::CacheScope;
use domain::onboarding::{QuestionId, QuestionStored};
use domain::ports::{StorageError, UnitOfWork};
use domain::request_origin::RequestOrigin;
use domain::timestamp::Timestamp;
use domain::user::UserId;

use crate::Ports;
use crate::audit::AuditTrail;
use crate::caches::ListAnnouncer;

/// Another question has the key. A retired one keeps its own, since its answers have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("another question has this key")]
pub struct KeyTaken;

/// Whether a question is stored.
pub(super) const fn key_was_free(stored: QuestionStored) -> Result<(), KeyTaken> {
    match stored {
        QuestionStored::Stored => Ok(()),
        QuestionStored::KeyTaken => Err(KeyTaken),
    }
}

/// Records changes of the questions, and drops the cached list.
#[derive(Clone)]
pub(super) struct QuestionRecord {
    audit: AuditTrail,
    lists: ListAnnouncer,
}

impl QuestionRecord {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            audit: AuditTrail::new(ports.system.ids.clone()),
            lists: ListAnnouncer::new(ports),
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
