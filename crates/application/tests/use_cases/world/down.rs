//! A Redis that is away: every port that it could be behind fails.

use std::time::Duration;

use async_trait::async_trait;
use domain::limit::{LimitKey, Quota};
use domain::ports::{
    CacheError, CachedSession, FillLease, Invalidation, InvalidationChannel, InvalidationError,
    InvalidationNews, LocalSessionCache, RateDecision, RateLimiter, SessionCache, TokenRecords,
};
use domain::session::{Session, SessionId, TokenId};
use domain::user::{User, UserId};

/// Fails at everything.
pub(crate) struct Down;

fn down<T>() -> Result<T, CacheError> {
    Err(CacheError("down".to_owned()))
}

#[async_trait]
impl SessionCache for Down {
    async fn get(&self, _: SessionId) -> Result<Option<CachedSession>, CacheError> {
        down()
    }

    async fn lease(&self, _: SessionId) -> Result<FillLease, CacheError> {
        down()
    }

    async fn fill(&self, _: SessionId, _: FillLease, _: &CachedSession) -> Result<(), CacheError> {
        down()
    }

    async fn forget(&self, _: SessionId) -> Result<(), CacheError> {
        down()
    }

    async fn forget_user(&self, _: UserId, _: &[SessionId]) -> Result<(), CacheError> {
        down()
    }
}

impl LocalSessionCache for Down {
    fn push_lost(&self) {}

    fn push_restored(&self) {}
}

#[async_trait]
impl InvalidationChannel for Down {
    async fn publish(&self, _: Invalidation) -> Result<(), InvalidationError> {
        Err(InvalidationError("down".to_owned()))
    }

    async fn subscribe(&self) -> Result<Box<dyn InvalidationNews>, InvalidationError> {
        Err(InvalidationError("down".to_owned()))
    }
}

#[async_trait]
impl RateLimiter for Down {
    async fn check(&self, _: &LimitKey, _: &Quota) -> Result<RateDecision, CacheError> {
        down()
    }

    async fn give_back(&self, _: &LimitKey, _: &Quota) -> Result<(), CacheError> {
        down()
    }
}

#[async_trait]
impl TokenRecords for Down {
    async fn store_token(&self, _: &Session, _: Duration) -> Result<(), CacheError> {
        down()
    }

    async fn token(&self, _: TokenId) -> Result<Option<Session>, CacheError> {
        down()
    }

    async fn delete_token(&self, _: TokenId) -> Result<(), CacheError> {
        down()
    }

    async fn store_user_data(&self, _: &User) -> Result<(), CacheError> {
        down()
    }

    async fn user_data(&self, _: UserId) -> Result<Option<User>, CacheError> {
        down()
    }

    async fn is_user_data_valid(&self, _: UserId) -> Result<bool, CacheError> {
        down()
    }

    async fn delete_user_data(&self, _: UserId) -> Result<(), CacheError> {
        down()
    }

    async fn store_latest_token(&self, _: UserId, _: TokenId) -> Result<(), CacheError> {
        down()
    }

    async fn latest_token(&self, _: UserId) -> Result<Option<TokenId>, CacheError> {
        down()
    }

    async fn store_session(&self, _: &Session) -> Result<(), CacheError> {
        down()
    }

    async fn session(&self, _: UserId) -> Result<Option<Session>, CacheError> {
        down()
    }
}
