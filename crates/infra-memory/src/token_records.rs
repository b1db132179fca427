//! The records of the newest session of each user, in the process.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use domain::ports::{CacheError, TokenRecords, USER_DATA_TTL, USER_SESSION_TTL};
use domain::session::{Session, TokenId};
use domain::user::{User, UserId};
use moka::Expiry;
use moka::sync::Cache;

/// Most records of each kind; what is missing is rebuilt from the database.
const MAX_RECORDS: u64 = 100_000;

/// Keeps the records of this process. Share one by `Arc`.
#[derive(Clone, Debug)]
pub struct MemoryTokenRecords {
    tokens: Cache<TokenId, Mortal<Session>>,
    user_data: Cache<UserId, User>,
    latest_tokens: Cache<UserId, TokenId>,
    sessions: Cache<UserId, Session>,
}

impl MemoryTokenRecords {
    /// No records yet.
    #[must_use]
    pub fn new() -> Self {
        let tokens = Cache::builder().max_capacity(MAX_RECORDS);
        Self {
            tokens: tokens.expire_after(OwnTimeToLive).build(),
            user_data: living_for(USER_DATA_TTL),
            latest_tokens: living_for(USER_DATA_TTL),
            sessions: living_for(USER_SESSION_TTL),
        }
    }
}

impl Default for MemoryTokenRecords {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl TokenRecords for MemoryTokenRecords {
    async fn store_token(&self, session: &Session, ttl: Duration) -> Result<(), CacheError> {
        let value = session.clone();
        self.tokens
            .insert(session.current_token, Mortal { value, ttl });
        Ok(())
    }

    async fn token(&self, token: TokenId) -> Result<Option<Session>, CacheError> {
        Ok(self.tokens.get(&token).map(|record| record.value))
    }

    async fn delete_token(&self, token: TokenId) -> Result<(), CacheError> {
        self.tokens.invalidate(&token);
        Ok(())
    }

    async fn store_user_data(&self, user: &User) -> Result<(), CacheError> {
        self.user_data.insert(user.id, user.clone());
        Ok(())
    }

    async fn user_data(&self, user: UserId) -> Result<Option<User>, CacheError> {
        Ok(self.user_data.get(&user))
    }

    async fn is_user_data_valid(&self, user: UserId) -> Result<bool, CacheError> {
        Ok(self.user_data.contains_key(&user))
    }

    async fn delete_user_data(&self, user: UserId) -> Result<(), CacheError> {
        self.user_data.invalidate(&user);
        let session = self.sessions.remove(&user);
        let of_session = session.map(|it| [Some(it.current_token), it.previous_token]);
        let tokens = of_session.into_iter().flatten().flatten();
        for token in tokens.chain(self.latest_tokens.remove(&user)) {
            self.tokens.invalidate(&token);
        }
        Ok(())
    }

    async fn store_latest_token(&self, user: UserId, token: TokenId) -> Result<(), CacheError> {
        self.latest_tokens.insert(user, token);
        Ok(())
    }

    async fn latest_token(&self, user: UserId) -> Result<Option<TokenId>, CacheError> {
        Ok(self.latest_tokens.get(&user))
    }

    async fn store_session(&self, session: &Session) -> Result<(), CacheError> {
        self.sessions.insert(session.user, session.clone());
        Ok(())
    }

    async fn session(&self, user: UserId) -> Result<Option<Session>, CacheError> {
        Ok(self.sessions.get(&user))
    }
}

fn living_for<V: Clone + Send + Sync + 'static>(ttl: Duration) -> Cache<UserId, V> {
    let records = Cache::builder().max_capacity(MAX_RECORDS);
    records.time_to_live(ttl).build()
}

/// A record that brings its own end.
#[derive(Clone, Debug)]
struct Mortal<V> {
    value: V,
    ttl: Duration,
}

struct OwnTimeToLive;

impl<K, V> Expiry<K, Mortal<V>> for OwnTimeToLive {
    fn expire_after_create(&self, _: &K, record: &Mortal<V>, _: Instant) -> Option<Duration> {
        Some(record.ttl)
    }

    fn expire_after_update(
        &self,
        _: &K,
        record: &Mortal<V>,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(record.ttl)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // E4
    #[test]
    fn every_record_has_an_end() {
        let records = MemoryTokenRecords::new();
        let days = |days: u64| Some(Duration::from_hours(24 * days));
        assert_eq!(records.user_data.policy().time_to_live(), days(30));
        assert_eq!(records.latest_tokens.policy().time_to_live(), days(30));
        assert_eq!(records.sessions.policy().time_to_live(), days(7));
        let ttl = Duration::from_secs(17);
        let token = Mortal { value: (), ttl };
        let kept = OwnTimeToLive.expire_after_create(&(), &token, Instant::now());
        assert_eq!(kept, Some(ttl));
        let kept = OwnTimeToLive.expire_after_update(&(), &token, Instant::now(), None);
        assert_eq!(kept, Some(ttl));
    }
}
