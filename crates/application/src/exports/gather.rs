//! Gathers what is kept of a user.

use std::sync::Arc;

use domain::item::{Item, ItemScope};
use domain::ports::{
    AuditQueries, Clock, ItemQueries, OnboardingQueries, SessionQueries, StorageError, UserQueries,
};
use domain::user::UserId;

use super::document::{EventRecord, PersonalData};
use crate::Ports;
use crate::items::ItemExport;

/// How many audit events an export holds at the most, the newest.
const EVENTS: u32 = 10_000;

/// Reads everything of one user, each part as it is when its turn comes.
#[derive(Clone)]
pub(super) struct Gatherer {
    users: Arc<dyn UserQueries>,
    sessions: Arc<dyn SessionQueries>,
    items: Arc<dyn ItemQueries>,
    onboarding: Arc<dyn OnboardingQueries>,
    audit: Arc<dyn AuditQueries>,
    clock: Arc<dyn Clock>,
}

impl Gatherer {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            users: ports.storage.users.clone(),
            sessions: ports.storage.sessions.clone(),
            items: ports.storage.items.clone(),
            onboarding: ports.storage.onboarding.clone(),
            audit: ports.storage.audit.clone(),
            clock: ports.system.clock.clone(),
        }
    }

    /// `None` when the account is gone.
    pub(super) async fn everything_of(
        &self,
        id: UserId,
    ) -> Result<Option<PersonalData>, StorageError> {
        let Some(user) = self.users.find(id).await? else {
            return Ok(None);
        };
        let sessions = self.sessions.live_of_user(id, self.clock.now()).await?;
        let items = self.items_of(id).await?;
        let answers = self.onboarding.user_info(id).await?;
        let events = self.audit.of_user(id, EVENTS).await?;
        let as_seen = |event| EventRecord::as_seen_by(id, event);
        Ok(Some(PersonalData {
            account: (&user).into(),
            sessions: sessions.iter().map(Into::into).collect(),
            items: items.iter().map(Into::into).collect(),
            onboarding: answers.as_ref().map(Into::into),
            audit_events: events.iter().map(as_seen).collect(),
        }))
    }

    async fn items_of(&self, owner: UserId) -> Result<Vec<Item>, StorageError> {
        let mut batches = ItemExport::begin(self.items.clone(), ItemScope::Own(owner));
        let mut items = Vec::new();
        while let Some(batch) = batches.next_batch().await? {
            items.extend(batch);
        }
        Ok(items)
    }
}
