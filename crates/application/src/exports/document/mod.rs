//! The form of the document: JSON that the job writes and that stays as it is for its day. No part of it holds a hash, a
//! token or another secret; what is not named here is not in it.

mod account;
mod answers;
mod events;
mod items;

pub(super) use events::EventRecord;

use account::{AccountRecord, SessionRecord};
use answers::AnswersRecord;
use items::ItemRecord;
use serde::Serialize;

/// Everything that is kept of a user.
#[derive(Serialize)]
pub(super) struct PersonalData {
    pub(super) account: AccountRecord,
    pub(super) sessions: Vec<SessionRecord>,
    pub(super) items: Vec<ItemRecord>,
    pub(super) onboarding: Option<AnswersRecord>,
    pub(super) audit_events: Vec<EventRecord>,
}
