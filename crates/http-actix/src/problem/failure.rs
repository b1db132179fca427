//! What a client is told when something that a use case needs failed: as little as possible (G4, I6).

use application::{Failure, UseCaseError};
use domain::ports::{HashingError, StorageError};

use super::{ErrorCode, Problem};

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Hashing(HashingError::Overloaded { retry_after }) => {
                Self::new(ErrorCode::Overloaded).retry_after(retry_after)
            }
            Failure::Storage(StorageError::Unavailable(reason)) => {
                tracing::warn!(reason, "storage is unavailable");
                Self::new(ErrorCode::ServiceUnavailable)
            }
            failure => {
                tracing::error!(%failure, "a use case failed");
                Self::new(ErrorCode::InternalError)
            }
        }
    }
}

impl From<StorageError> for Problem {
    fn from(error: StorageError) -> Self {
        Failure::from(error).into()
    }
}

impl<R: Into<Self>> From<UseCaseError<R>> for Problem {
    fn from(error: UseCaseError<R>) -> Self {
        match error {
            UseCaseError::Refused(refusal) => refusal.into(),
            UseCaseError::Failed(failure) => failure.into(),
        }
    }
}

impl From<std::convert::Infallible> for Problem {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}
