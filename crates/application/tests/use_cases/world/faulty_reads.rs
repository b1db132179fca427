//! Reads that fail when they are told to.

use std::sync::Arc;

use async_trait::async_trait;
use domain::item::{GuardedItem, Item, ItemId, ItemScope};
use domain::page::{Page, PageRequest};
use domain::ports::{ItemQueries, SessionQueries, StorageError, ThrottleQueries, UserQueries};
use domain::session::{Session, SessionId, SessionWithUser, TokenId};
use domain::throttle::{Throttle, ThrottleKey};
use domain::timestamp::Timestamp;
use domain::user::{Email, LoginIdentifier, User, UserCredentials, UserId, UserSearch};

use super::faults::Faults;

pub(crate) struct FaultyReads {
    pub(crate) users: Arc<dyn UserQueries>,
    pub(crate) sessions: Arc<dyn SessionQueries>,
    pub(crate) items: Arc<dyn ItemQueries>,
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

    async fn find_by_email(&self, email: &Email) -> Result<Option<User>, StorageError> {
        self.faults.pass()?;
        self.users.find_by_email(email).await
    }

    async fn page(
        &self,
        search: &UserSearch,
        request: &PageRequest,
    ) -> Result<Page<User>, StorageError> {
        self.faults.pass()?;
        self.users.page(search, request).await
    }

    async fn count(&self, search: &UserSearch) -> Result<u64, StorageError> {
        self.faults.pass()?;
        self.users.count(search).await
    }
}

#[async_trait]
impl ItemQueries for FaultyReads {
    async fn find(&self, id: ItemId) -> Result<Option<GuardedItem>, StorageError> {
        self.faults.pass()?;
        self.items.find(id).await
    }

    async fn page(
        &self,
        scope: ItemScope,
        request: &PageRequest,
    ) -> Result<Page<Item>, StorageError> {
        self.faults.pass()?;
        self.items.page(scope, request).await
    }

    async fn count(&self, scope: ItemScope) -> Result<u64, StorageError> {
        self.faults.pass()?;
        self.items.count(scope).await
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
