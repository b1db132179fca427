//! Items: a resource that belongs to a user.

mod access;
mod record;
mod text;

pub use access::{GuardedItem, ItemScope, NotYourItem};
pub use record::{Item, ItemChanges, ItemId, ItemInsertion};
pub use text::{ItemDescription, ItemTextError, ItemTitle};
