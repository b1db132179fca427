//! The account record.

use super::{Email, FullName, Username};
use crate::identifier::uuid_identifier;
use crate::password::PasswordHash;
use crate::timestamp::Timestamp;

uuid_identifier! {
    /// Names one user.
    UserId
}

/// Counts the changes of a row, for conditional requests. Starts at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(i64);

impl Version {
    /// The version of a row that was just made.
    pub const FIRST: Self = Self(1);

    /// Takes a stored version.
    #[must_use]
    pub const fn from_stored(value: i64) -> Self {
        Self(value)
    }

    /// The number to store.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

/// An account. It never holds the password hash: that is in [`UserCredentials`], which only log-in and
/// password change read (F3r).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The account's id.
    pub id: UserId,
    /// The address that was proven or given.
    pub email: Email,
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
            username: None,
            full_name: None,
            is_active: true,
            is_superuser: false,
            created_at: now,
            updated_at: now,
            version: Version::FIRST,
        }
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

/// What became of an attempt to add a user. The database's unique indexes are the judge (A12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserInsertion {
    /// The user was added.
    Inserted,
    /// Another account has this address; nothing was written.
    EmailTaken,
    /// Another account has this username; nothing was written.
    UsernameTaken,
}
