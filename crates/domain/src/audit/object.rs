//! What an event is about, where that is no account.

use std::fmt;

use crate::job::JobId;
use crate::onboarding::QuestionId;

/// Something that has an id and is no account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditObject {
    /// A background job.
    Job(JobId),
    /// A question of onboarding.
    Question(QuestionId),
}

/// As storage and the API have it: what it is, a colon, and its id.
impl fmt::Display for AuditObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Job(id) => write!(f, "job:{id}"),
            Self::Question(id) => write!(f, "question:{id}"),
        }
    }
}
