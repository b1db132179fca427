//! Partial updates of an account.

use super::{Email, FullName, User, Username};
use crate::change::Change;
use crate::timestamp::Timestamp;

/// What an update says about an account. The password is no part of the record and is changed apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserChanges {
    /// The address.
    pub email: Change<Email>,
    /// An address that waits for its code.
    pub pending_email: Change<Option<Email>>,
    /// The name to log in with.
    pub username: Change<Option<Username>>,
    /// The name to show.
    pub full_name: Change<Option<FullName>>,
    /// Whether the account may be used.
    pub is_active: Change<bool>,
    /// Whether the account may administer others.
    pub is_superuser: Change<bool>,
}

impl User {
    /// The account after an update. Its version counts only updates that change something, so that a client's
    /// copy stays good when nothing did. A new address leaves none waiting that was to take the place of the old one.
    #[must_use]
    pub fn with(&self, changes: UserChanges, now: Timestamp) -> Self {
        let current = self.clone();
        let email = changes.email.or(current.email);
        let waiting = current.pending_email.filter(|_| email == self.email);
        let after = Self {
            email,
            pending_email: changes.pending_email.or(waiting),
            username: changes.username.or(current.username),
            full_name: changes.full_name.or(current.full_name),
            is_active: changes.is_active.or(current.is_active),
            is_superuser: changes.is_superuser.or(current.is_superuser),
            ..*self
        };
        if after == *self {
            return after;
        }
        Self {
            updated_at: now,
            version: self.version.next(),
            ..after
        }
    }
}
