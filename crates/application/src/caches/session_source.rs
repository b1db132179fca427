//! Where a session comes from: a copy, or the database.

use std::sync::Arc;
use std::time::Duration;

use domain::ports::{CachedSession, FillLease, SessionCache, SessionQueries, StorageError};
use domain::session::{SessionId, SessionWithUser};

use crate::instruments::{Cached, LookUp};
use crate::single_flight::SingleFlight;
use crate::{Policies, Ports};

type Found = Result<Option<SessionWithUser>, StorageError>;

/// Finds sessions; asks the database once for everybody who waits for the same one (I8).
#[derive(Clone)]
pub(crate) struct SessionSource {
    cache: Arc<dyn SessionCache>,
    sessions: Arc<dyn SessionQueries>,
    flights: Arc<SingleFlight<(SessionId, FillLease), Found>>,
    max_age: Duration,
}

impl SessionSource {
    pub(crate) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            cache: ports.sessions.cache.clone(),
            sessions: ports.storage.sessions.clone(),
            flights: Arc::default(),
            max_age: policies.session_cache_age,
        }
    }

    /// A session with its user. An error of a cache is a miss, never an accept.
    pub(crate) async fn find(&self, id: SessionId) -> Found {
        if self.max_age.is_zero() {
            return self.sessions.find(id).await;
        }
        if let Some(copy) = self.copy(id).await {
            Cached::Sessions.count(LookUp::Hit);
            return Ok(copy.found);
        }
        let Ok(lease) = self.cache.lease(id).await else {
            Cached::Sessions.count(LookUp::Error);
            return self.sessions.find(id).await;
        };
        // Whoever comes after a revocation has another lease, and never joins a read from before it.
        self.flights
            .run((id, lease), || self.clone().load(id, lease))
            .await
    }

    /// A copy that is young enough for the configuration, which may ask for less than caches keep.
    async fn copy(&self, id: SessionId) -> Option<CachedSession> {
        let copy = self.cache.get(id).await.ok().flatten();
        copy.filter(|copy| copy.age < self.max_age)
    }

    async fn load(self, id: SessionId, lease: FillLease) -> Found {
        // Somebody else's answer may have come in since this caller was told of a miss.
        if let Some(copy) = self.copy(id).await {
            Cached::Sessions.count(LookUp::Hit);
            return Ok(copy.found);
        }
        Cached::Sessions.count(LookUp::Miss);
        let found = self.sessions.find(id).await?;
        let copy = CachedSession {
            found,
            age: Duration::ZERO,
        };
        if let Err(error) = self.cache.fill(id, lease, &copy).await {
            tracing::debug!(%error, "a session could not be cached");
        }
        Ok(copy.found)
    }
}
