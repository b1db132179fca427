//! Comparisons of passwords that are over for the hasher and not yet for its caller.

use std::sync::Arc;

use async_trait::async_trait;
use domain::password::{NewPassword, Password, PasswordHash};
use domain::ports::{HashingError, PasswordHasher, Verification};

use super::gate::Gate;

/// Compares at once, and holds the answers back.
pub(crate) struct SlowHasher {
    inner: Arc<dyn PasswordHasher>,
    pub(crate) gate: Gate,
}

impl SlowHasher {
    pub(crate) fn new(inner: Arc<dyn PasswordHasher>) -> Arc<Self> {
        let gate = Gate::closed();
        Arc::new(Self { inner, gate })
    }
}

#[async_trait]
impl PasswordHasher for SlowHasher {
    async fn hash(&self, password: &NewPassword) -> Result<PasswordHash, HashingError> {
        self.inner.hash(password).await
    }

    async fn verify(
        &self,
        password: &Password,
        hash: &PasswordHash,
    ) -> Result<Verification, HashingError> {
        let answer = self.inner.verify(password, hash).await;
        self.gate.pass().await;
        answer
    }

    async fn verify_dummy(&self, password: &Password) -> Result<(), HashingError> {
        self.inner.verify_dummy(password).await
    }
}
