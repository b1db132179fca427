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
use domain::ports::{
    HealthProbe, SessionQueries, StorageError, ThrottleQueries, Unhealthy, UnitOfWork,
    UnitOfWorkFactory, UserQueries,
};
use domain::session::{Session, SessionId, SessionWithUser, TokenId};
use domain::throttle::{Throttle, ThrottleKey};
use domain::timestamp::Timestamp;
use domain::user::{Email, LoginIdentifier, User, UserCredentials, UserId};
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
    async fn run<R: Send + 'static>(
        &self,
        work: impl Future<Output = R> + Send + 'static,
    ) -> Option<R> {
        let mut task = JoinSet::new();
        task.spawn_on(work.in_current_span(), &self.runtime);
        task.join_next().await?.ok()
    }
}

fn lost() -> StorageError {
    StorageError::Failed("a database task did not end".to_owned())
}

#[async_trait]
impl UnitOfWorkFactory for AtHome<dyn UnitOfWorkFactory> {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        let inner = self.inner.clone();
        let unit = self.run(async move { inner.begin().await }).await;
        unit.ok_or_else(lost)?
    }
}

#[async_trait]
impl UserQueries for AtHome<dyn UserQueries> {
    async fn credentials(
        &self,
        identifier: &LoginIdentifier,
    ) -> Result<Option<UserCredentials>, StorageError> {
        let (inner, identifier) = (self.inner.clone(), identifier.clone());
        let found = self.run(async move { inner.credentials(&identifier).await });
        found.await.ok_or_else(lost)?
    }

    async fn find(&self, id: UserId) -> Result<Option<User>, StorageError> {
        let inner = self.inner.clone();
        let found = self.run(async move { inner.find(id).await }).await;
        found.ok_or_else(lost)?
    }

    async fn email_is_taken(&self, email: &Email) -> Result<bool, StorageError> {
        let (inner, email) = (self.inner.clone(), email.clone());
        let taken = self.run(async move { inner.email_is_taken(&email).await });
        taken.await.ok_or_else(lost)?
    }
}

#[async_trait]
impl SessionQueries for AtHome<dyn SessionQueries> {
    async fn find(&self, id: SessionId) -> Result<Option<SessionWithUser>, StorageError> {
        let inner = self.inner.clone();
        let found = self.run(async move { inner.find(id).await }).await;
        found.ok_or_else(lost)?
    }

    async fn live_of_user(
        &self,
        user: UserId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StorageError> {
        let inner = self.inner.clone();
        let found = self.run(async move { inner.live_of_user(user, now).await });
        found.await.ok_or_else(lost)?
    }

    async fn find_by_token(
        &self,
        token: TokenId,
        now: Timestamp,
    ) -> Result<Option<SessionWithUser>, StorageError> {
        let inner = self.inner.clone();
        let found = self.run(async move { inner.find_by_token(token, now).await });
        found.await.ok_or_else(lost)?
    }
}

#[async_trait]
impl ThrottleQueries for AtHome<dyn ThrottleQueries> {
    async fn find(&self, keys: &[ThrottleKey]) -> Result<Vec<Throttle>, StorageError> {
        let (inner, keys) = (self.inner.clone(), keys.to_vec());
        let found = self.run(async move { inner.find(&keys).await }).await;
        found.ok_or_else(lost)?
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
        let inner = self.inner.clone();
        let answer = self.run(async move { inner.check().await }).await;
        answer.ok_or_else(|| Unhealthy(lost().to_string()))?
    }
}
