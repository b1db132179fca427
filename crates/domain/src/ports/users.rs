//! Users in storage.

use async_trait::async_trait;

use super::StorageError;
use crate::password::PasswordHash;
use crate::user::{Email, LoginIdentifier, User, UserCredentials, UserId, UserInsertion};

/// Users inside a transaction.
#[async_trait]
pub trait UserRepository: Send {
    /// Adds a user. MUST let exactly one of several racing units take an address or a username, and tell
    /// the others which of the two is taken; the address is named first when both are.
    /// (contracts: `one_of_many_racing_units_takes_the_address`, `one_of_many_racing_units_takes_the_username`)
    async fn insert(
        &mut self,
        user: &User,
        password: Option<&PasswordHash>,
    ) -> Result<UserInsertion, StorageError>;

    /// Puts a new hash of the same password in the place of the old one (B8). `false`, with nothing written,
    /// when the old one is not there any more. (contract: `a_rehash_replaces_only_the_hash_it_was_made_from`)
    async fn rehash(
        &mut self,
        user: UserId,
        old: &PasswordHash,
        new: &PasswordHash,
    ) -> Result<bool, StorageError>;
}

/// Users as reads see them.
#[async_trait]
pub trait UserQueries: Send + Sync {
    /// The account for a log-in, found by canonical address or username in one query whichever it is (C2).
    /// MUST find a user by every spelling of its canonical form. (contract: `finds_by_canonical_identifier`)
    async fn credentials(
        &self,
        identifier: &LoginIdentifier,
    ) -> Result<Option<UserCredentials>, StorageError>;

    /// The live record of a user. (contract: `finds_by_id`)
    async fn find(&self, id: UserId) -> Result<Option<User>, StorageError>;

    /// Whether an account has this address, compared in canonical form.
    /// (contract: `knows_which_addresses_are_taken`)
    async fn email_is_taken(&self, email: &Email) -> Result<bool, StorageError>;
}
