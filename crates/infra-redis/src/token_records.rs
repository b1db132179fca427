//! The documented keys of the newest session of each user.

use std::time::Duration;

use async_trait::async_trait;
use deadpool_redis::redis::Cmd;
use domain::ports::{CacheError, TokenRecords, USER_DATA_TTL, USER_SESSION_TTL};
use domain::session::{Session, TokenId};
use domain::user::{User, UserId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::RedisConnections;
use crate::stored::{self, StoredSession, StoredUser};

/// The records in Redis.
#[derive(Clone)]
pub struct RedisTokenRecords(RedisConnections);

impl RedisTokenRecords {
    /// Records over these connections.
    #[must_use]
    pub const fn new(connections: RedisConnections) -> Self {
        Self(connections)
    }

    async fn set(
        &self,
        key: String,
        value: &(impl Serialize + Sync),
        ttl: Duration,
    ) -> Result<(), CacheError> {
        let value = stored::written(value)?;
        let command = Cmd::pset_ex(key, value, stored::millis(ttl));
        Ok(self.0.ask(&command).await?)
    }

    async fn get<T: DeserializeOwned>(&self, key: String) -> Result<Option<T>, CacheError> {
        let value: Option<String> = self.0.ask(&Cmd::get(key)).await?;
        value.as_deref().map(stored::read).transpose()
    }

    async fn get_session(&self, key: String) -> Result<Option<Session>, CacheError> {
        let stored: Option<StoredSession> = self.get(key).await?;
        stored.map(Session::try_from).transpose()
    }

    async fn delete(&self, keys: &[String]) -> Result<(), CacheError> {
        let _deleted: u64 = self.0.ask(&Cmd::del(keys)).await?;
        Ok(())
    }
}

#[async_trait]
impl TokenRecords for RedisTokenRecords {
    async fn store_token(&self, session: &Session, ttl: Duration) -> Result<(), CacheError> {
        let token = session.current_token;
        if ttl < Duration::from_millis(1) {
            return self.delete_token(token).await;
        }
        let record = StoredSession::from(session);
        self.set(token_key(token), &record, ttl).await
    }

    async fn token(&self, token: TokenId) -> Result<Option<Session>, CacheError> {
        self.get_session(token_key(token)).await
    }

    async fn delete_token(&self, token: TokenId) -> Result<(), CacheError> {
        self.delete(&[token_key(token)]).await
    }

    async fn store_user_data(&self, user: &User) -> Result<(), CacheError> {
        let record = StoredUser::from(user);
        self.set(data_key(user.id), &record, USER_DATA_TTL).await
    }

    async fn user_data(&self, user: UserId) -> Result<Option<User>, CacheError> {
        let stored: Option<StoredUser> = self.get(data_key(user)).await?;
        stored.map(User::try_from).transpose()
    }

    async fn is_user_data_valid(&self, user: UserId) -> Result<bool, CacheError> {
        Ok(self.0.ask(&Cmd::exists(data_key(user))).await?)
    }

    /// What cannot be read goes as well; the tokens that it would name then end by themselves.
    async fn delete_user_data(&self, user: UserId) -> Result<(), CacheError> {
        let mut keys = vec![data_key(user), latest_token_key(user), session_key(user)];
        if let Ok(Some(session)) = self.session(user).await {
            keys.push(token_key(session.current_token));
            keys.extend(session.previous_token.map(token_key));
        }
        if let Ok(Some(token)) = self.latest_token(user).await {
            keys.push(token_key(token));
        }
        self.delete(&keys).await
    }

    async fn store_latest_token(&self, user: UserId, token: TokenId) -> Result<(), CacheError> {
        let token = token.as_uuid();
        self.set(latest_token_key(user), &token, USER_DATA_TTL)
            .await
    }

    async fn latest_token(&self, user: UserId) -> Result<Option<TokenId>, CacheError> {
        let token: Option<Uuid> = self.get(latest_token_key(user)).await?;
        Ok(token.map(TokenId::from_uuid))
    }

    async fn store_session(&self, session: &Session) -> Result<(), CacheError> {
        let record = StoredSession::from(session);
        self.set(session_key(session.user), &record, USER_SESSION_TTL)
            .await
    }

    async fn session(&self, user: UserId) -> Result<Option<Session>, CacheError> {
        self.get_session(session_key(user)).await
    }
}

fn token_key(token: TokenId) -> String {
    format!("jwt:{token}")
}

fn data_key(user: UserId) -> String {
    format!("user:{user}:data")
}

fn latest_token_key(user: UserId) -> String {
    format!("user:{user}:latest_jti")
}

fn session_key(user: UserId) -> String {
    format!("user:{user}:session")
}
