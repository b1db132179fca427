//! The form of the document: JSON that the job writes and that is given away as it is. No part of it holds a hash, a
//! token or another secret; what is not named here is not in it.

mod account;
mod answers;
mod events;
mod items;
mod sessions;

pub(super) use account::AccountRecord;
pub(super) use answers::AnswersRecord;
pub(super) use events::EventRecord;
pub(super) use items::ItemRecord;
pub(super) use sessions::SessionRecord;
