//! The documented Redis keys of the newest session of each user (origin A). They are derived: the database is
//! the truth, and what is missing is rebuilt from it.

use std::time::Duration;

use async_trait::async_trait;

use super::CacheError;
use crate::session::{Session, TokenId};
use crate::user::{User, UserId};

/// How long `user:{id}:data` and `user:{id}:latest_jti` live (E4).
pub const USER_DATA_TTL: Duration = Duration::from_hours(30 * 24);

/// How long `user:{id}:session` lives (E4).
pub const USER_SESSION_TTL: Duration = Duration::from_hours(7 * 24);

/// The keys `jwt:{jti}`, `user:{id}:data`, `user:{id}:latest_jti` and `user:{id}:session`, or their like in the
/// process. MUST hold no token, hash, code or secret (E2), and no key without an end (E4).
/// (contract: `every_record_has_an_end`)
#[async_trait]
pub trait TokenRecords: Send + Sync {
    /// Keeps `jwt:{jti}` for `ttl`: the claims and the state of the session's newest token.
    /// (contract: `a_token_record_lives_as_long_as_its_token`)
    async fn store_token(&self, session: &Session, ttl: Duration) -> Result<(), CacheError>;
    /// Reads `jwt:{jti}`. (contract: `a_token_record_comes_back_as_it_was`)
    async fn token(&self, token: TokenId) -> Result<Option<Session>, CacheError>;
    /// Removes `jwt:{jti}`.
    async fn delete_token(&self, token: TokenId) -> Result<(), CacheError>;

    /// Keeps `user:{id}:data` for 30 days. (contract: `user_data_comes_back_as_it_was`)
    async fn store_user_data(&self, user: &User) -> Result<(), CacheError>;
    /// Reads `user:{id}:data`.
    async fn user_data(&self, user: UserId) -> Result<Option<User>, CacheError>;
    /// Whether `user:{id}:data` is there. (contract: `validity_is_presence`)
    async fn is_user_data_valid(&self, user: UserId) -> Result<bool, CacheError>;
    /// Removes every key of the user (E5). (contract: `deleting_leaves_nothing_of_the_user`)
    async fn delete_user_data(&self, user: UserId) -> Result<(), CacheError>;

    /// Keeps `user:{id}:latest_jti` for 30 days. (contract: `the_latest_token_comes_back`)
    async fn store_latest_token(&self, user: UserId, token: TokenId) -> Result<(), CacheError>;
    /// Reads `user:{id}:latest_jti`.
    async fn latest_token(&self, user: UserId) -> Result<Option<TokenId>, CacheError>;

    /// Keeps `user:{id}:session` for 7 days. (contract: `the_newest_session_comes_back`)
    async fn store_session(&self, session: &Session) -> Result<(), CacheError>;
    /// Reads `user:{id}:session`.
    async fn session(&self, user: UserId) -> Result<Option<Session>, CacheError>;
}
