//! Copies of sessions that all servers share.
//!
//! A copy lives for what is left of its allowed age, so its age can be told from its end. Whatever is
//! forgotten leaves a tombstone, which keeps fills out for longer than a copy may live: a server that read
//! before the change cannot bring back what it read (security.md 2.8).

use std::time::{Duration, Instant};

use async_trait::async_trait;
use deadpool_redis::redis::{Pipeline, Script};
use domain::ports::{
    CacheError, CachedSession, FillLease, MAX_ABSENCE_AGE, MAX_SESSION_AGE, SessionCache,
};
use domain::session::{SessionId, SessionWithUser};
use domain::user::UserId;

use crate::RedisConnections;
use crate::stored::{self, StoredSessionWithUser};

/// How long a tombstone stays: longer than any copy that was read before it.
const TOMBSTONE_TTL: Duration = Duration::from_secs(10);

/// The copies in Redis.
#[derive(Clone)]
pub struct RedisSessionCache {
    connections: RedisConnections,
    get: Script,
    fill: Script,
}

impl RedisSessionCache {
    /// A cache over these connections.
    #[must_use]
    pub fn new(connections: RedisConnections) -> Self {
        Self {
            connections,
            get: Script::new(include_str!("get.lua")),
            fill: Script::new(include_str!("fill.lua")),
        }
    }

    async fn bury(&self, commands: &Pipeline) -> Result<(), CacheError> {
        Ok(self.connections.ask(commands).await?)
    }
}

#[async_trait]
impl SessionCache for RedisSessionCache {
    async fn get(&self, id: SessionId) -> Result<Option<CachedSession>, CacheError> {
        let asked_at = Instant::now();
        let copy = self.connections.ask(&self.get.key(copy_key(id))).await?;
        let Some((value, left)): Option<(String, u64)> = copy else {
            return Ok(None);
        };
        let found = found(id, &value)?;
        let left = Duration::from_millis(left).saturating_sub(asked_at.elapsed());
        let age = max_age(found.as_ref()).saturating_sub(left);
        let is_young = age < max_age(found.as_ref());
        Ok(is_young.then_some(CachedSession { found, age }))
    }

    /// Nothing: tombstones keep late fills out.
    async fn lease(&self, _id: SessionId) -> Result<FillLease, CacheError> {
        Ok(FillLease(0))
    }

    async fn fill(
        &self,
        id: SessionId,
        _lease: FillLease,
        copy: &CachedSession,
    ) -> Result<(), CacheError> {
        let found = copy.found.as_ref();
        let left = max_age(found).saturating_sub(copy.age);
        if left < Duration::from_millis(1) {
            return Ok(());
        }
        let user = found.map(|found| found.user.id);
        let mut fill = self.fill.key(copy_key(id));
        fill.key(session_tombstone(id))
            .key(user.map(user_tombstone));
        fill.arg(stored::written(&found.map(StoredSessionWithUser::from))?);
        fill.arg(user.map_or_else(String::new, |user| user.to_string()));
        fill.arg(stored::millis(left));
        Ok(self.connections.ask(&fill).await?)
    }

    async fn forget(&self, id: SessionId) -> Result<(), CacheError> {
        let mut commands = Pipeline::new();
        bury_session(&mut commands, id);
        self.bury(&commands).await
    }

    async fn forget_user(&self, user: UserId, sessions: &[SessionId]) -> Result<(), CacheError> {
        let mut commands = Pipeline::new();
        bury(&mut commands, &user_tombstone(user));
        for id in sessions {
            bury_session(&mut commands, *id);
        }
        self.bury(&commands).await
    }
}

fn bury_session(commands: &mut Pipeline, id: SessionId) {
    bury(commands, &session_tombstone(id));
    commands.del(copy_key(id)).ignore();
}

fn bury(commands: &mut Pipeline, tombstone: &str) {
    let ttl = stored::millis(TOMBSTONE_TTL);
    commands.pset_ex(tombstone, "", ttl).ignore();
}

fn copy_key(id: SessionId) -> String {
    format!("portico:session:{id}")
}

fn session_tombstone(id: SessionId) -> String {
    format!("portico:session:{id}:forgotten")
}

/// `get.lua` makes the same of the user that a copy names.
fn user_tombstone(id: UserId) -> String {
    format!("portico:user:{id}:forgotten")
}

fn max_age(found: Option<&SessionWithUser>) -> Duration {
    match found {
        Some(_) => MAX_SESSION_AGE,
        None => MAX_ABSENCE_AGE,
    }
}

/// What a copy says. One that speaks of another session was not written here.
fn found(id: SessionId, value: &str) -> Result<Option<SessionWithUser>, CacheError> {
    let copy: Option<StoredSessionWithUser> = stored::read(value)?;
    let found = copy.map(SessionWithUser::try_from).transpose()?;
    if found.as_ref().is_some_and(|found| found.session.id != id) {
        return Err(CacheError("a copy is of another session".to_owned()));
    }
    Ok(found)
}
