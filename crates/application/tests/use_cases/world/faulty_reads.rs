//! Reads that fail when they are told to.

use std::sync::Arc;

use async_trait::async_trait;
use domain::ports::{SessionQueries, StorageError, ThrottleQueries, UserQueries};
use domain::session::{Session, SessionId, SessionWithUser, TokenId};
use domain::throttle::{Throttle, ThrottleKey};
use domain::timestamp::Timestamp;
use domain::user::{Email, LoginIdentifier, User, UserCredentials, UserId};

use super::faults::Faults;

pub(crate) struct FaultyReads {
    pub(crate) users: Arc<dyn UserQueries>,
    pub(crate) sessions: Arc<dyn SessionQueries>,
    pub(crate) throttles: Arc<dyn ThrottleQueries>,
    pub(crate) faults: Arc<Faults>,
}

#[async_trait]
impl UserQueries for FaultyReads {
    async fn credentials(
        &self,
        identifier: &LoginIdentifier,
    ) -> Result<Option<UserCredentials>, StorageError> {
        self.faults.pass()?;
        self.users.credentials(identifier).await
    }

    async fn find(&self, id: UserId) -> Result<Option<User>, StorageError> {
        self.faults.pass()?;
        self.users.find(id).await
    }

    async fn email_is_taken(&self, email: &Email) -> Result<bool, StorageError> {
        self.faults.pass()?;
        self.users.email_is_taken(email).await
    }
}

#[async_trait]
impl SessionQueries for FaultyReads {
    async fn find(&self, id: SessionId) -> Result<Option<SessionWithUser>, StorageError> {
        self.faults.pass()?;
        self.sessions.find(id).await
    }

    async fn live_of_user(
        &self,
        user: UserId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StorageError> {
        self.faults.pass()?;
        self.sessions.live_of_user(user, now).await
    }

    async fn find_by_token(
        &self,
        token: TokenId,
        now: Timestamp,
    ) -> Result<Option<SessionWithUser>, StorageError> {
        self.faults.pass()?;
        self.sessions.find_by_token(token, now).await
    }
}

#[async_trait]
impl ThrottleQueries for FaultyReads {
    async fn find(&self, keys: &[ThrottleKey]) -> Result<Vec<Throttle>, StorageError> {
        self.faults.pass()?;
        self.throttles.find(keys).await
    }
}
