//! Keeps database connections on the runtime that lives longest.
//!
//! A connection belongs to the runtime that opened it and dies with it. Every HTTP worker has a runtime of
//! its own, which ends as soon as the worker has nothing to do while the server stops; a connection that it
//! opened may serve another worker's request at that moment, which would be cut (I13). So connections are
//! taken from the pool on the server's own runtime; whoever uses one then may be anywhere.

use std::future::Future;
use std::sync::Arc;

use application::StoragePorts;
use async_trait::async_trait;
use domain::item::{GuardedItem, Item, ItemId, ItemScope};
use domain::page::{Page, PageRequest};
use domain::ports::{
    HealthProbe, ItemQueries, SessionQueries, StorageError, ThrottleQueries, Unhealthy, UnitOfWork,
    UnitOfWorkFactory, UserQueries,
};
use domain::session::{Session, SessionId, SessionWithUser, TokenId};
use domain::throttle::{Throttle, ThrottleKey};
use domain::timestamp::Timestamp;
use domain::user::{Email, LoginIdentifier, User, UserCredentials, UserId, UserSearch};
use tokio::runtime::Handle;
use tokio::task::JoinSet;
use tracing::Instrument;

/// The same storage, with every connection taken on the present runtime. Jobs are done there anyway.
#[must_use]
pub fn at_home(storage: StoragePorts) -> StoragePorts {
    let runtime = Handle::current();
    StoragePorts {
        units: Arc::new(AtHome::new(storage.units, &runtime)),
        users: Arc::new(AtHome::new(storage.users, &runtime)),
        sessions: Arc::new(AtHome::new(storage.sessions, &runtime)),
        items: Arc::new(AtHome::new(storage.items, &runtime)),
        throttles: Arc::new(AtHome::new(storage.throttles, &runtime)),
        health: Arc::new(AtHome::new(storage.health, &runtime)),
        ..storage
    }
}

struct AtHome<T: ?Sized> {
    inner: Arc<T>,
    runtime: Handle,
}

impl<T: ?Sized> AtHome<T> {
    fn new(inner: Arc<T>, runtime: &Handle) -> Self {
        Self {
            inner,
            runtime: runtime.clone(),
        }
    }

    /// Does the work on the home runtime; it ends with the caller. `None` when it panicked.
    async fn run<R, W>(&self, work: impl FnOnce(Arc<T>) -> W) -> Option<R>
    where
        R: Send + 'static,
        W: Future<Output = R> + Send + 'static,
    {
        let mut task = JoinSet::new();
        let work = work(self.inner.clone());
        task.spawn_on(work.in_current_span(), &self.runtime);
        task.join_next().await?.ok()
    }

    /// As [`run`](Self::run), for work that asks storage.
    async fn ask<R, W>(&self, work: impl FnOnce(Arc<T>) -> W) -> Result<R, StorageError>
    where
        R: Send + 'static,
        W: Future<Output = Result<R, StorageError>> + Send + 'static,
    {
        self.run(work).await.ok_or_else(lost)?
    }
}

fn lost() -> StorageError {
    StorageError::Failed("a database task did not end".to_owned())
}

#[async_trait]
impl UnitOfWorkFactory for AtHome<dyn UnitOfWorkFactory> {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        self.ask(|units| async move { units.begin().await }).await
    }
}

#[async_trait]
impl UserQueries for AtHome<dyn UserQueries> {
    async fn credentials(
        &self,
        identifier: &LoginIdentifier,
    ) -> Result<Option<UserCredentials>, StorageError> {
        let identifier = identifier.clone();
        self.ask(|users| async move { users.credentials(&identifier).await })
            .await
    }

    async fn find(&self, id: UserId) -> Result<Option<User>, StorageError> {
        self.ask(|users| async move { users.find(id).await }).await
    }

    async fn email_is_taken(&self, email: &Email) -> Result<bool, StorageError> {
        let email = email.clone();
        self.ask(|users| async move { users.email_is_taken(&email).await })
            .await
    }

    async fn find_by_email(&self, email: &Email) -> Result<Option<User>, StorageError> {
        let email = email.clone();
        self.ask(|users| async move { users.find_by_email(&email).await })
            .await
    }

    async fn page(
        &self,
        search: &UserSearch,
        request: &PageRequest,
    ) -> Result<Page<User>, StorageError> {
        let (search, request) = (search.clone(), *request);
        self.ask(|users| async move { users.page(&search, &request).await })
            .await
    }

    async fn count(&self, search: &UserSearch) -> Result<u64, StorageError> {
        let search = search.clone();
        self.ask(|users| async move { users.count(&search).await })
            .await
    }
}

#[async_trait]
impl ItemQueries for AtHome<dyn ItemQueries> {
    async fn find(&self, id: ItemId) -> Result<Option<GuardedItem>, StorageError> {
        self.ask(|items| async move { items.find(id).await }).await
    }

    async fn page(
        &self,
        scope: ItemScope,
        request: &PageRequest,
    ) -> Result<Page<Item>, StorageError> {
        let request = *request;
        self.ask(|items| async move { items.page(scope, &request).await })
            .await
    }

    async fn count(&self, scope: ItemScope) -> Result<u64, StorageError> {
        self.ask(|items| async move { items.count(scope).await })
            .await
    }
}

#[async_trait]
impl SessionQueries for AtHome<dyn SessionQueries> {
    async fn find(&self, id: SessionId) -> Result<Option<SessionWithUser>, StorageError> {
        self.ask(|sessions| async move { sessions.find(id).await })
            .await
    }

    async fn live_of_user(
        &self,
        user: UserId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StorageError> {
        self.ask(|sessions| async move { sessions.live_of_user(user, now).await })
            .await
    }

    async fn find_by_token(
        &self,
        token: TokenId,
        now: Timestamp,
    ) -> Result<Option<SessionWithUser>, StorageError> {
        self.ask(|sessions| async move { sessions.find_by_token(token, now).await })
            .await
    }
}

#[async_trait]
impl ThrottleQueries for AtHome<dyn ThrottleQueries> {
    async fn find(&self, keys: &[ThrottleKey]) -> Result<Vec<Throttle>, StorageError> {
        let keys = keys.to_vec();
        self.ask(|throttles| async move { throttles.find(&keys).await })
            .await
    }
}

#[async_trait]
impl HealthProbe for AtHome<dyn HealthProbe> {
    fn name(&self) -> &'static str {
        self.inner.name()
    }

    fn is_required(&self) -> bool {
        self.inner.is_required()
    }

    async fn check(&self) -> Result<(), Unhealthy> {
        let answer = self.run(|probe| async move { probe.check().await }).await;
        answer.ok_or_else(|| Unhealthy(lost().to_string()))?
    }
}
