//! What keeps a server from starting.

use application::{Failure, UseCaseError};
use domain::ports::{HashingError, SchemaError, StorageError};

use crate::error::ServerError;

/// Whether waiting will help.
#[derive(Debug)]
pub(crate) enum Obstacle {
    /// It may be gone in a moment.
    ForNow(String),
    /// Somebody must do something.
    ForGood(ServerError),
}

/// For a command that does not wait.
impl From<Obstacle> for ServerError {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::ForNow(reason) => Self::failed("database", reason),
            Obstacle::ForGood(error) => error,
        }
    }
}

impl From<SchemaError> for Obstacle {
    fn from(error: SchemaError) -> Self {
        match error {
            SchemaError::Unavailable(reason) => Self::ForNow(reason),
            error => Self::ForGood(error.into()),
        }
    }
}

impl From<StorageError> for Obstacle {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Unavailable(reason) => Self::ForNow(reason),
            error @ StorageError::Failed(_) => {
                Self::ForGood(ServerError::failed("database", error))
            }
        }
    }
}

impl<R: std::fmt::Display> From<UseCaseError<R>> for Obstacle {
    fn from(error: UseCaseError<R>) -> Self {
        let reason = error.to_string();
        match error {
            UseCaseError::Failed(
                Failure::Storage(StorageError::Unavailable(_))
                | Failure::Hashing(HashingError::Overloaded { .. }),
            ) => Self::ForNow(reason),
            _ => Self::ForGood(ServerError::failed("first superuser", reason)),
        }
    }
}
