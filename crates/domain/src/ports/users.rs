//! Users in storage.

use async_trait::async_trait;

use super::StorageError;
use crate::page::{Page, PageRequest};
use crate::password::PasswordHash;
use crate::timestamp::Timestamp;
use crate::user::{
    Email, LockedUser, LoginIdentifier, User, UserCredentials, UserId, UserSearch, UserStored,
};

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
    ) -> Result<UserStored, StorageError>;

    /// Puts a new hash of the same password in the place of the old one (B8). `false`, with nothing written,
    /// when the old one is not there any more. (contract: `a_rehash_replaces_only_the_hash_it_was_made_from`)
    async fn rehash(
        &mut self,
        user: UserId,
        old: &PasswordHash,
        new: &PasswordHash,
    ) -> Result<bool, StorageError>;

    /// Puts a hash of another password in the place of whatever is there. The version stays: the hash is no part of
    /// the record that it counts the changes of. (contract: `a_new_password_replaces_the_old`)
    async fn set_password(&mut self, user: UserId, new: &PasswordHash) -> Result<(), StorageError>;

    /// Reads a user and keeps every other unit from changing them until this one ends. Lock what else a unit needs in
    /// the order of `ARCHITECTURE.md`: throttles, users, everything of the user. MUST make racing units judge one after the other.
    /// (contract: `locked_users_are_judged_in_turn`)
    async fn lock(&mut self, id: UserId) -> Result<Option<User>, StorageError>;

    /// As [`lock`](Self::lock), with what proves the password. (contract: `locked_credentials_are_the_newest`)
    async fn lock_credentials(
        &mut self,
        id: UserId,
    ) -> Result<Option<UserCredentials>, StorageError>;

    /// As [`lock`](Self::lock), by the address in canonical form. (contract: `a_user_is_locked_by_address`)
    async fn lock_by_email(&mut self, email: &Email) -> Result<Option<User>, StorageError>;

    /// As [`lock`](Self::lock), together with every active superuser. MUST let racing units that take superusers
    /// away judge one after the other, without waiting in a ring. (contract: `superusers_are_counted_in_turn`)
    async fn lock_with_superusers(
        &mut self,
        id: UserId,
    ) -> Result<Option<LockedUser>, StorageError>;

    /// Stores a user that was locked in this unit; the password stays. MUST keep every field exactly, and tell which
    /// unique value is taken as [`insert`](Self::insert) does, with the unit still usable.
    /// (contracts: `a_saved_user_comes_back_as_it_was`, `a_save_that_clashes_writes_nothing`)
    async fn save(&mut self, user: &User) -> Result<UserStored, StorageError>;

    /// Takes the address that waits for its code off up to `limit` users who have no code for it that is good after `now`,
    /// as a change of their record; says how many. MUST pass by those that another unit has locked.
    /// (contract: `addresses_that_wait_in_vain_are_taken_off`)
    async fn forget_pending_emails(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<u64, StorageError>;

    /// Removes a user that was locked in this unit, with everything of theirs: items, sessions, recovery links,
    /// changes of the address, kept replies. The audit log stays. (contract: `a_deleted_user_leaves_nothing`)
    async fn delete(&mut self, user: &User) -> Result<(), StorageError>;
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

    /// The account of this id, with what proves its password. (contract: `finds_credentials_by_id`)
    async fn credentials_of(&self, id: UserId) -> Result<Option<UserCredentials>, StorageError>;

    /// The live record of a user. (contract: `finds_by_id`)
    async fn find(&self, id: UserId) -> Result<Option<User>, StorageError>;

    /// Whether an account has this address, compared in canonical form.
    /// (contract: `knows_which_addresses_are_taken`)
    async fn email_is_taken(&self, email: &Email) -> Result<bool, StorageError>;

    /// The account of an address, compared in canonical form. (contract: `finds_by_address`)
    async fn find_by_email(&self, email: &Email) -> Result<Option<User>, StorageError>;

    /// A page of the accounts that hold the searched text in their address, username or full name, in whichever
    /// case; newest first, ties by id. MUST neither skip nor repeat a row when rows are added between two pages that
    /// follow one another by position, and take the text as it is, wildcards included.
    /// (contracts: `users_are_listed_newest_first`, `user_pages_follow_one_another`, `a_search_finds_parts`,
    /// `wildcards_are_only_characters`)
    async fn page(
        &self,
        search: &UserSearch,
        request: &PageRequest,
    ) -> Result<Page<User>, StorageError>;

    /// How many accounts the search finds in all. (contract: `found_users_are_counted`)
    async fn count(&self, search: &UserSearch) -> Result<u64, StorageError>;
}
