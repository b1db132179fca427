//! The adapter: bcrypt on a bounded pool.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread::available_parallelism;

use async_trait::async_trait;
use domain::password::{NewPassword, Password, PasswordHash};
use domain::ports::{HashingError, PasswordHasher, SecretGenerator, Verification};

use super::incomparable::{Complaints, Incomparable};
use super::pool::HashPool;
use super::scheme::Scheme;
use super::stored_hash::StoredHash;
use super::{BcryptCost, Pepper};

/// How passwords are hashed.
#[derive(Clone, Debug)]
pub struct BcryptSettings {
    /// The work of one hash.
    pub cost: BcryptCost,
    /// The pepper of new hashes.
    pub pepper: Pepper,
    /// Peppers of older hashes, which are still compared with.
    pub retired_peppers: Vec<Pepper>,
    /// How many hashes are made at once.
    pub permits: NonZeroUsize,
}

impl BcryptSettings {
    /// Settings for this machine: all cores but one hash, so that one is left for everything else (C8).
    #[must_use]
    pub fn new(cost: BcryptCost, pepper: Pepper) -> Self {
        let cores = available_parallelism().map_or(1, NonZeroUsize::get);
        let permits = NonZeroUsize::new(cores.saturating_sub(1)).unwrap_or(NonZeroUsize::MIN);
        Self {
            cost,
            pepper,
            retired_peppers: Vec::new(),
            permits,
        }
    }
}

/// bcrypt over HMAC-SHA-384 (B7), on blocking threads of the Tokio runtime that calls it.
pub struct BcryptHasher {
    scheme: Arc<Scheme>,
    pool: HashPool,
    secrets: Arc<dyn SecretGenerator>,
    complaints: Complaints,
}

impl BcryptHasher {
    /// Opens the pool; salts are drawn from `secrets`.
    #[must_use]
    pub fn new(settings: BcryptSettings, secrets: Arc<dyn SecretGenerator>) -> Self {
        let BcryptSettings {
            cost,
            pepper,
            retired_peppers,
            permits,
        } = settings;
        Self {
            scheme: Arc::new(Scheme {
                cost,
                pepper,
                retired_peppers,
            }),
            pool: HashPool::new(permits, cost.expected_duration()),
            secrets,
            complaints: Complaints::default(),
        }
    }

    async fn compare(
        &self,
        password: &Password,
        hash: StoredHash,
    ) -> Result<Result<Verification, Incomparable>, HashingError> {
        let (scheme, password) = (Arc::clone(&self.scheme), password.clone());
        self.pool.run(move || scheme.verify(&password, &hash)).await
    }
}

#[async_trait]
impl PasswordHasher for BcryptHasher {
    async fn hash(&self, password: &NewPassword) -> Result<PasswordHash, HashingError> {
        let mut salt = [0_u8; 16];
        self.secrets.fill(&mut salt);
        let (scheme, password) = (Arc::clone(&self.scheme), password.password().clone());
        self.pool.run(move || scheme.hash(&password, salt)).await?
    }

    async fn verify(
        &self,
        password: &Password,
        hash: &PasswordHash,
    ) -> Result<Verification, HashingError> {
        let compared = match StoredHash::read(hash) {
            Ok(stored) => self.compare(password, stored).await?,
            Err(reason) => Err(reason),
        };
        match compared {
            Ok(verification) => Ok(verification),
            Err(reason) => {
                self.complaints.tell(&reason);
                self.verify_dummy(password).await?;
                Ok(Verification::Wrong)
            }
        }
    }

    async fn verify_dummy(&self, password: &Password) -> Result<(), HashingError> {
        self.compare(password, self.scheme.nobodys_hash())
            .await
            .map(drop)
    }

    fn can_compare(&self, hash: &PasswordHash) -> bool {
        StoredHash::read(hash).is_ok_and(|stored| self.scheme.pepper_of(&stored).is_ok())
    }
}
