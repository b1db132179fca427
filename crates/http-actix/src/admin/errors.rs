//! What a refusal is answered.

use application::operations::{ChangeJobRefusal, NoSuchJob, UnknownJobKind};
use domain::job::JobActionRefusal;

use super::jobs_query::KIND;
use crate::extract::{Violation, refused_parameter};
use crate::problem::{ErrorCode, Problem};

impl From<UnknownJobKind> for Problem {
    fn from(unknown: UnknownJobKind) -> Self {
        refused_parameter(KIND, Violation::new("kind", unknown.to_string()))
    }
}

impl From<NoSuchJob> for Problem {
    fn from(_: NoSuchJob) -> Self {
        Self::new(ErrorCode::JobNotFound)
    }
}

impl From<ChangeJobRefusal> for Problem {
    fn from(refusal: ChangeJobRefusal) -> Self {
        match refusal {
            ChangeJobRefusal::NotFound(refusal) => refusal.into(),
            ChangeJobRefusal::State(JobActionRefusal::NotRetryable) => {
                Self::new(ErrorCode::JobNotRetryable)
            }
            ChangeJobRefusal::State(JobActionRefusal::TooLate) => Self::new(ErrorCode::JobTooLate),
            ChangeJobRefusal::State(JobActionRefusal::NotCancellable) => {
                Self::new(ErrorCode::JobNotCancellable)
            }
        }
    }
}
