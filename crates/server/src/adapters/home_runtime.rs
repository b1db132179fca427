//! Keeps database connections on the runtime that lives longest.
//!
//! A connection belongs to the runtime that opened it and dies with it. Every HTTP worker has a runtime of
//! its own, which ends as soon as the worker has nothing to do while the server stops; a connection that it
//! opened may serve another worker's request at that moment, which would be cut (I13). So connections are
//! taken from the pool on the server's own runtime; whoever uses one then may be anywhere.

mod queries;

use std::future::Future;
use std::sync::Arc;

use application::StoragePorts;
use async_trait::async_trait;
use domain::ports::{
    ConnectionCount, HealthProbe, StorageError, StorageMonitor, Unhealthy, UnitOfWork,
    UnitOfWorkFactory,
};
use domain::session::SessionCensus;
use domain::timestamp::Timestamp;
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
        onboarding: Arc::new(AtHome::new(storage.onboarding, &runtime)),
        exports: Arc::new(AtHome::new(storage.exports, &runtime)),
        throttles: Arc::new(AtHome::new(storage.throttles, &runtime)),
        audit: Arc::new(AtHome::new(storage.audit, &runtime)),
        jobs: Arc::new(AtHome::new(storage.jobs, &runtime)),
        health: Arc::new(AtHome::new(storage.health, &runtime)),
        monitor: Arc::new(AtHome::new(storage.monitor, &runtime)),
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
impl StorageMonitor for AtHome<dyn StorageMonitor> {
    async fn sessions(&self, now: Timestamp) -> Result<SessionCensus, StorageError> {
        self.ask(|monitor| async move { monitor.sessions(now).await })
            .await
    }

    fn connections(&self) -> ConnectionCount {
        self.inner.connections()
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

    async fn takes_writes(&self) -> Result<(), Unhealthy> {
        let trial = self.run(|probe| async move { probe.takes_writes().await });
        let answer = trial.await;
        answer.ok_or_else(|| Unhealthy(lost().to_string()))?
    }

    async fn clock(&self) -> Result<Option<Timestamp>, Unhealthy> {
        let answer = self.run(|probe| async move { probe.clock().await }).await;
        answer.ok_or_else(|| Unhealthy(lost().to_string()))?
    }
}
