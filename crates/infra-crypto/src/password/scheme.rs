//! How a password becomes a hash and is compared with one. Slow on purpose: only for the pool.

use bcrypt::{hash_with_salt, verify};
use domain::password::{Password, PasswordHash};
use domain::ports::{HashingError, Verification};

use super::incomparable::Incomparable;
use super::stored_hash::StoredHash;
use super::{BcryptCost, Pepper};

/// bcrypt over a peppered digest (B7).
pub(super) struct Scheme {
    pub(super) cost: BcryptCost,
    pub(super) pepper: Pepper,
    pub(super) retired_peppers: Vec<Pepper>,
}

impl Scheme {
    /// Hashes a password.
    pub(super) fn hash(
        &self,
        password: &Password,
        salt: [u8; 16],
    ) -> Result<PasswordHash, HashingError> {
        let digest = self.pepper.digest(password);
        let bcrypt = hash_with_salt(digest, self.cost.get(), salt)
            .map_err(|error| HashingError::Failed(error.to_string()))?;
        Ok(StoredHash::write(self.pepper.id(), &bcrypt))
    }

    /// Compares a password with a hash.
    pub(super) fn verify(
        &self,
        password: &Password,
        hash: &StoredHash,
    ) -> Result<Verification, Incomparable> {
        let digest = self.pepper_of(hash)?.digest(password);
        let right = verify(digest, &hash.bcrypt).map_err(|it| Incomparable(it.to_string()))?;
        Ok(if right {
            Verification::Right {
                needs_rehash: self.is_outdated(hash),
            }
        } else {
            Verification::Wrong
        })
    }

    /// A hash that costs as much to compare with as one of today, and that no password has (C1).
    pub(super) fn nobodys_hash(&self) -> StoredHash {
        StoredHash::nobodys(self.pepper.id(), self.cost.get())
    }

    fn is_outdated(&self, hash: &StoredHash) -> bool {
        hash.cost != self.cost.get() || hash.pepper_id != self.pepper.id()
    }

    /// The pepper of a hash, if it is one of those that are configured.
    pub(super) fn pepper_of(&self, hash: &StoredHash) -> Result<&Pepper, Incomparable> {
        let id = &hash.pepper_id;
        std::iter::once(&self.pepper)
            .chain(&self.retired_peppers)
            .find(|pepper| pepper.id() == id)
            .ok_or_else(|| Incomparable(format!("the pepper {id} is not configured")))
    }
}
