//! Password hashing.

use std::time::Duration;

use async_trait::async_trait;

use crate::password::{NewPassword, Password, PasswordHash};

/// Why a hash was not made or compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HashingError {
    /// Too many wait already: answered 503 within 50 ms (C8).
    #[error("too many passwords are being hashed")]
    Overloaded {
        /// When to try again.
        retry_after: Duration,
    },
    /// The library refused; the text is for the log.
    #[error("hashing failed: {0}")]
    Failed(String),
}

/// The answer to a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verification {
    /// Not the password.
    Wrong,
    /// The password.
    Right {
        /// The hash was made with another cost, scheme or pepper than is configured now (B8).
        needs_rehash: bool,
    },
}

/// Hashes passwords on threads of its own, a bounded number at a time, and sheds load (C8).
///
/// Call it before a transaction is opened.
#[async_trait]
pub trait PasswordHasher: Send + Sync {
    /// Hashes a new password (B7). MUST make another hash each time.
    /// (contract: `equal_passwords_have_different_hashes`)
    async fn hash(&self, password: &NewPassword) -> Result<PasswordHash, HashingError>;

    /// Compares a password with a hash. MUST compare all of it.
    /// (contracts: `only_the_whole_password_verifies`, `a_nul_is_never_an_end`)
    ///
    /// A hash that no password can be compared with, because it is damaged or its pepper is not configured, MUST be
    /// [`Wrong`](Verification::Wrong) in the time of a comparison: an operator's mistake, which the log tells of, must not
    /// tell who has an account (C1). (contract: `a_hash_of_somebody_else_is_wrong`)
    async fn verify(
        &self,
        password: &Password,
        hash: &PasswordHash,
    ) -> Result<Verification, HashingError>;

    /// Does the work of a comparison for an account that is not there or has no password, so that the
    /// time tells nothing (C1). (contract: `a_dummy_costs_as_much_as_a_comparison`)
    async fn verify_dummy(&self, password: &Password) -> Result<(), HashingError>;

    /// Whether a password can be compared with this hash, as far as the hash shows: for an operator who looks for a wrong
    /// pepper. (contract: `a_hash_of_somebody_else_is_wrong`)
    fn can_compare(&self, _hash: &PasswordHash) -> bool {
        true
    }
}
