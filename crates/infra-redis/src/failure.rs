//! Why Redis did not do what was asked.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use deadpool_redis::PoolError;
use deadpool_redis::redis::RedisError;
use domain::ports::CacheError;
use tokio::task::JoinError;

/// A failed conversation with Redis, as text for the log.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    /// Redis was away a moment ago, so it was not asked.
    pub(crate) fn away() -> Self {
        Self("Redis is away".to_owned())
    }
}

impl From<Failure> for CacheError {
    fn from(failure: Failure) -> Self {
        Self(failure.0)
    }
}

impl From<JoinError> for Failure {
    fn from(error: JoinError) -> Self {
        Self(error.to_string())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<RedisError> for Failure {
    fn from(error: RedisError) -> Self {
        Self(error.to_string())
    }
}

impl From<PoolError> for Failure {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(cause) => cause.into(),
            PoolError::Timeout(_) => Self("no connection in time".to_owned()),
            other => Self(other.to_string()),
        }
    }
}

/// Gives up when an answer takes longer than `limit`.
pub(crate) async fn within<T, E: Into<Failure>>(
    limit: Duration,
    answer: impl Future<Output = Result<T, E>>,
) -> Result<T, Failure> {
    match tokio::time::timeout(limit, answer).await {
        Ok(answer) => answer.map_err(Into::into),
        Err(_) => Err(Failure(format!("no answer within {limit:?}"))),
    }
}
