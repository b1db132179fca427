//! Gathers what is kept of a user.

use std::sync::Arc;

use domain::item::ItemScope;
use domain::ports::{AuditQueries, ItemQueries, OnboardingQueries, SessionQueries, UserQueries};
use domain::user::UserId;

use super::document::{AccountRecord, AnswersRecord, EventRecord, ItemRecord, SessionRecord};
use super::document_writer::DocumentWriter;
use super::interruption::Interruption;
use crate::Ports;

/// Reads everything of one user, each part as it is when its turn comes, and no more than a page of it at a time.
#[derive(Clone)]
pub(super) struct Gatherer {
    users: Arc<dyn UserQueries>,
    sessions: Arc<dyn SessionQueries>,
    items: Arc<dyn ItemQueries>,
    onboarding: Arc<dyn OnboardingQueries>,
    audit: Arc<dyn AuditQueries>,
}

impl Gatherer {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            users: ports.storage.users.clone(),
            sessions: ports.storage.sessions.clone(),
            items: ports.storage.items.clone(),
            onboarding: ports.storage.onboarding.clone(),
            audit: ports.storage.audit.clone(),
        }
    }

    /// Writes everything of this user into a document.
    pub(super) async fn write(
        &self,
        id: UserId,
        document: &mut DocumentWriter<'_>,
    ) -> Result<(), Interruption> {
        let (sessions, items, audit) = (&self.sessions, &self.items, &self.audit);
        let user = self.users.find(id).await?.ok_or(Interruption::Unwanted)?;
        document.member("account", &AccountRecord::from(&user))?;
        let kept = |request| async move { sessions.of_user(id, &request).await };
        let session = |session: &_| SessionRecord::from(session);
        document.list("sessions", kept, session).await?;
        let own = |request| async move { items.page(ItemScope::Own(id), &request).await };
        let item = |item: &_| ItemRecord::from(item);
        document.list("items", own, item).await?;
        let answers = self.onboarding.user_info(id).await?;
        document.member("onboarding", &answers.as_ref().map(AnswersRecord::from))?;
        let happened = |request| async move { audit.of_user(id, &request).await };
        let event = |event: &_| EventRecord::as_seen_by(id, event);
        document.list("audit_events", happened, event).await
    }
}
