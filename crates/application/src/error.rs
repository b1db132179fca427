//! Why a use case did not do its work.

use domain::ports::{HashingError, RenderError, SealError, SealTokenError, StorageError};

/// A rule said no, or something that the use case needs failed.
///
/// `R` names the refusals of the one use case, so that a driving adapter must answer each of them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UseCaseError<R> {
    /// A rule said no.
    #[error("{0}")]
    Refused(R),
    /// Something failed; it says nothing about what was asked (an outage is never a "no").
    #[error(transparent)]
    Failed(Failure),
}

/// What failed. The texts are for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Storage.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Password hashing.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// A job's payload, or an export.
    #[error(transparent)]
    Payload(#[from] SealError),
    /// A new token.
    #[error(transparent)]
    Token(#[from] SealTokenError),
    /// The words of a mail.
    #[error(transparent)]
    Words(#[from] RenderError),
}

impl<R> UseCaseError<R> {
    /// A rule's "no" as this use case's refusal.
    pub(crate) fn refused(refusal: impl Into<R>) -> Self {
        Self::Refused(refusal.into())
    }

    /// The same with another use case's refusal.
    pub(crate) fn refused_alike<S: From<R>>(self) -> UseCaseError<S> {
        match self {
            Self::Refused(refusal) => UseCaseError::Refused(refusal.into()),
            Self::Failed(failure) => UseCaseError::Failed(failure),
        }
    }
}

impl<R> From<Failure> for UseCaseError<R> {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// Lets `?` pass a port's error on, whatever the use case.
macro_rules! failure_from {
    ($($error:ty),+) => {$(
        impl<R> From<$error> for UseCaseError<R> {
            fn from(error: $error) -> Self {
                Self::Failed(error.into())
            }
        }
    )+};
}
failure_from!(StorageError, HashingError, SealError, SealTokenError);
