//! Worlds, and further instances on the database of one.

use std::sync::Arc;
use std::time::Duration;

use domain::ports::FillLease;
use domain::session::SessionId;
use infra_memory::MemorySessionCache;
use port_contracts::doubles::FixedClock;
use port_contracts::fixtures::an_id;
use portico_application::caches::CacheKeeper;
use portico_application::jobs::JobRunner;
use portico_application::sessions::ActivityLog;
use portico_application::{Policies, Ports, job_handlers, registrations, sessions, users};

use super::storage::Database;
use super::{CountingDigester, CountingHasher, Faults, Post, Tables, World};

/// What a world keeps beside its ports.
pub(super) struct Parts {
    pub(super) clock: Arc<FixedClock>,
    pub(super) hasher: Arc<CountingHasher>,
    pub(super) digester: Arc<CountingDigester>,
    pub(super) post: Arc<Post>,
    pub(super) faults: Arc<Faults>,
    pub(super) database: Arc<Database>,
}

impl Parts {
    pub(super) async fn assemble(self, ports: Ports, policies: Policies) -> World {
        let activity = ActivityLog::default();
        World {
            registrations: registrations::UseCases::new(&ports, &policies),
            sessions: Box::new(sessions::UseCases::new(&ports, &policies, &activity)),
            users: Box::new(users::UseCases::new(&ports, &policies)),
            runner: JobRunner::new(&ports, job_handlers(&ports)),
            tables: Tables::open(&self.database).await,
            activity,
            ports,
            policies,
            clock: self.clock,
            hasher: self.hasher,
            digester: self.digester,
            post: self.post,
            faults: self.faults,
            database: self.database,
        }
    }
}

impl World {
    /// Another instance on the same database. It has copies of its own, and hears of changes through the
    /// channel that both share.
    pub(crate) async fn twin(&self) -> World {
        self.twin_with(|_, _| ()).await
    }

    /// Another instance with other ports or policies.
    pub(crate) async fn twin_with(&self, change: impl FnOnce(&mut Ports, &mut Policies)) -> World {
        let (storage, faults) = self.database.open(&self.clock).await;
        let near = Arc::new(MemorySessionCache::new());
        let mut ports = self.ports.clone();
        ports.storage = storage;
        ports.sessions.cache = near.clone();
        ports.sessions.near = near;
        ports.cache = super::cache_ports();
        let mut policies = self.policies.clone();
        change(&mut ports, &mut policies);
        Parts {
            clock: self.clock.clone(),
            hasher: self.hasher.clone(),
            digester: self.digester.clone(),
            post: self.post.clone(),
            faults,
            database: self.database.clone(),
        }
        .assemble(ports, policies)
        .await
    }

    /// Hears of changes from now on, for as long as the test runs.
    pub(crate) async fn listen(&self) {
        let keeper = CacheKeeper::new(&self.ports);
        tokio::spawn(async move { keeper.listen().await });
        let nobody = SessionId::from_uuid(an_id());
        // Whoever begins to listen forgets everything.
        while self.ports.sessions.near.lease(nobody).await == Ok(FillLease(0)) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}
