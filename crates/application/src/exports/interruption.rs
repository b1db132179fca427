//! Why an export was not made to its end.

use domain::job::JobFailure;
use domain::ports::{SealError, StorageError};

use crate::Failure;

/// Why an export was not made to its end.
pub(super) enum Interruption {
    /// Nobody wants it any more: the account is gone, a newer export has taken its place, or another worker makes it.
    Unwanted,
    /// Something failed.
    Failed(JobFailure),
}

impl Interruption {
    /// What the job gave: what nobody wants is done with.
    pub(super) fn into_result(self) -> Result<(), JobFailure> {
        match self {
            Self::Unwanted => Ok(()),
            Self::Failed(failure) => Err(failure),
        }
    }
}

impl From<Failure> for Interruption {
    fn from(failure: Failure) -> Self {
        Self::Failed(JobFailure::Transient(failure.to_string()))
    }
}

impl From<StorageError> for Interruption {
    fn from(error: StorageError) -> Self {
        Failure::from(error).into()
    }
}

impl From<SealError> for Interruption {
    fn from(error: SealError) -> Self {
        Failure::from(error).into()
    }
}

impl From<serde_json::Error> for Interruption {
    /// The text of the error could quote what it is about (H2).
    fn from(_: serde_json::Error) -> Self {
        let error = "the document cannot be written".to_owned();
        Self::Failed(JobFailure::Permanent(error))
    }
}
