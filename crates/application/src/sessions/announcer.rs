//! What follows a change of sessions once it has committed: copies are dropped here and elsewhere, and the
//! documented keys are written or removed.
//!
//! Nothing here can undo the change or fail the request: the database is the truth, and every copy grows old
//! within its bound.

use std::sync::Arc;

use domain::ports::{
    CacheError, Clock, Invalidation, InvalidationChannel, SessionCache, TokenRecords,
};
use domain::session::{Session, SessionId};
use domain::user::{User, UserId};

use super::user_data::UserData;
use crate::Ports;

/// Tells the caches, the other instances and the documented keys.
#[derive(Clone)]
pub(crate) struct Announcer {
    cache: Arc<dyn SessionCache>,
    channel: Arc<dyn InvalidationChannel>,
    records: Arc<dyn TokenRecords>,
    data: UserData,
    clock: Arc<dyn Clock>,
}

impl Announcer {
    pub(crate) fn new(ports: &Ports) -> Self {
        Self {
            cache: ports.sessions.cache.clone(),
            channel: ports.sessions.invalidation.clone(),
            records: ports.sessions.records.clone(),
            data: UserData::new(ports),
            clock: ports.system.clock.clone(),
        }
    }

    /// A session began or was renewed: writes the documented keys through.
    pub(crate) async fn carried_on(&self, session: &Session, user: &User) {
        self.forget(session.id).await;
        warn_if_away(self.write(session, user).await);
    }

    /// A session ended.
    pub(crate) async fn ended(&self, session: &Session) {
        self.forget(session.id).await;
        warn_if_away(self.remove(session).await);
    }

    /// Some sessions of a user ended.
    pub(crate) async fn ended_some(&self, sessions: &[SessionId]) {
        for session in sessions {
            self.forget(*session).await;
        }
    }

    /// A user's record changed, and sessions of theirs live on: every copy of the record is dropped or written anew
    /// (D9, E5).
    pub(crate) async fn record_changed(&self, user: &User) {
        warn_if_away(self.cache.forget_user(user.id, &[]).await);
        self.publish(Invalidation::User(user.id)).await;
        warn_if_away(self.data.write(user).await.map(drop));
    }

    /// Every session of a user ended.
    pub(crate) async fn ended_all(&self, user: UserId, sessions: &[SessionId]) {
        warn_if_away(self.cache.forget_user(user, sessions).await);
        self.publish(Invalidation::User(user)).await;
        warn_if_away(self.records.delete_user_data(user).await);
    }

    /// A user is gone: nothing that tells of them stays in a cache (E5).
    pub(crate) async fn deleted(&self, user: UserId, sessions: &[Session]) {
        let ids: Vec<SessionId> = sessions.iter().map(|session| session.id).collect();
        self.ended_all(user, &ids).await;
        for session in sessions {
            warn_if_away(self.records.delete_token(session.current_token).await);
        }
    }

    /// The copy of this process first, so that nothing here accepts it once the reply is out.
    async fn forget(&self, session: SessionId) {
        warn_if_away(self.cache.forget(session).await);
        self.publish(Invalidation::Session(session)).await;
    }

    async fn publish(&self, news: Invalidation) {
        if let Err(error) = self.channel.publish(news).await {
            tracing::warn!(%error, "other instances learn of a change when their copies grow old");
        }
    }

    async fn remove(&self, session: &Session) -> Result<(), CacheError> {
        self.records.delete_token(session.current_token).await?;
        if let Some(previous) = session.previous_token {
            self.records.delete_token(previous).await?;
        }
        // The keys of a user tell of the newest session; what is missing is rebuilt from the next one.
        if self.records.latest_token(session.user).await? == Some(session.current_token) {
            self.records.delete_user_data(session.user).await?;
        }
        Ok(())
    }

    async fn write(&self, session: &Session, user: &User) -> Result<(), CacheError> {
        let ttl = session.current_expires_at.since(self.clock.now());
        self.records.store_token(session, ttl).await?;
        self.records
            .store_latest_token(user.id, session.current_token)
            .await?;
        self.records.store_session(session).await?;
        if !self.data.write(user).await? {
            self.records.delete_token(session.current_token).await?;
        }
        Ok(())
    }
}

fn warn_if_away(told: Result<(), CacheError>) {
    if let Err(error) = told {
        tracing::warn!(%error, "a derived copy could not be changed");
    }
}
