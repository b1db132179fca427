//! Records of tokens whose user data are on their way for as long as a test wants.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::ports::{CacheError, TokenRecords};
use domain::session::{Session, TokenId};
use domain::user::{User, UserId};

use super::gate::Gate;

/// Holds back what is to be written of a user.
pub(crate) struct SlowRecords {
    inner: Arc<dyn TokenRecords>,
    pub(crate) gate: Gate,
}

impl SlowRecords {
    pub(crate) fn new(inner: Arc<dyn TokenRecords>) -> Arc<Self> {
        let gate = Gate::closed();
        Arc::new(Self { inner, gate })
    }
}

#[async_trait]
impl TokenRecords for SlowRecords {
    async fn store_token(&self, session: &Session, ttl: Duration) -> Result<(), CacheError> {
        self.inner.store_token(session, ttl).await
    }

    async fn token(&self, token: TokenId) -> Result<Option<Session>, CacheError> {
        self.inner.token(token).await
    }

    async fn delete_token(&self, token: TokenId) -> Result<(), CacheError> {
        self.inner.delete_token(token).await
    }

    async fn store_user_data(&self, user: &User) -> Result<(), CacheError> {
        self.gate.pass().await;
        self.inner.store_user_data(user).await
    }

    async fn user_data(&self, user: UserId) -> Result<Option<User>, CacheError> {
        self.inner.user_data(user).await
    }

    async fn is_user_data_valid(&self, user: UserId) -> Result<bool, CacheError> {
        self.inner.is_user_data_valid(user).await
    }

    async fn delete_user_data(&self, user: UserId) -> Result<(), CacheError> {
        self.inner.delete_user_data(user).await
    }

    async fn store_latest_token(&self, user: UserId, token: TokenId) -> Result<(), CacheError> {
        self.inner.store_latest_token(user, token).await
    }

    async fn latest_token(&self, user: UserId) -> Result<Option<TokenId>, CacheError> {
        self.inner.latest_token(user).await
    }

    async fn store_session(&self, session: &Session) -> Result<(), CacheError> {
        self.inner.store_session(session).await
    }

    async fn session(&self, user: UserId) -> Result<Option<Session>, CacheError> {
        self.inner.session(user).await
    }
}
