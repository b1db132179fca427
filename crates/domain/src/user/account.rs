//! The account record.

use super::{Email, FullName, Username};
use crate::identifier::uuid_identifier;
use crate::password::PasswordHash;
use crate::timestamp::Timestamp;
use crate::version::Version;

uuid_identifier! {
    /// Names one user.
    UserId
}

/// An account. It never holds the password hash: that is in [`UserCredentials`], which only log-in and
/// password change read (F3r).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The account's id.
    pub id: UserId,
    /// The address that was proven or given.
    pub email: Email,
    /// An address that waits for its code before it takes the place of the present one (F7r).
    pub pending_email: Option<Email>,
    /// The name to log in with, if one was chosen.
    pub username: Option<Username>,
    /// The name to show.
    pub full_name: Option<FullName>,
    /// Whether the account may be used.
    pub is_active: bool,
    /// Whether the account may administer others. Read live, never from a token (D9).
    pub is_superuser: bool,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When the record last changed.
    pub updated_at: Timestamp,
    /// The count of its changes.
    pub version: Version,
}

impl User {
    /// A new account: it may be used, administers nobody, and has no name yet.
    #[must_use]
    pub const fn new(id: UserId, email: Email, now: Timestamp) -> Self {
        Self {
            id,
            email,
            pending_email: None,
            username: None,
            full_name: None,
            is_active: true,
            is_superuser: false,
            created_at: now,
            updated_at: now,
            version: Version::FIRST,
        }
    }

    /// Whether the account can administer others now.
    #[must_use]
    pub const fn administers(&self) -> bool {
        self.is_active && self.is_superuser
    }
}

/// An account and what proves a password for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserCredentials {
    /// The account.
    pub user: User,
    /// `None` for an account without a password.
    pub password_hash: Option<PasswordHash>,
}

/// A user whose row is locked, together with those of every active superuser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedUser {
    /// The user.
    pub user: User,
    /// How many active superusers there are beside them.
    pub other_superusers: u64,
}

/// There must be one active superuser left (F4r).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the last active superuser must stay one")]
pub struct LastSuperuser;

impl LockedUser {
    /// Whether the user may become what `after` says; `None` for gone.
    ///
    /// # Errors
    /// When no active superuser would be left.
    pub fn may_become(&self, after: Option<&User>) -> Result<(), LastSuperuser> {
        let stays_one = after.is_some_and(User::administers);
        if self.user.administers() && !stays_one && self.other_superusers == 0 {
            Err(LastSuperuser)
        } else {
            Ok(())
        }
    }
}

/// What became of an attempt to store a user. The database's unique indexes are the judge (A12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserStored {
    /// The user is stored.
    Stored,
    /// Another account has this address; nothing was written.
    EmailTaken,
    /// Another account has this username; nothing was written.
    UsernameTaken,
}
