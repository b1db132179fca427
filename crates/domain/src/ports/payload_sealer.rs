//! Seals job payloads, so that the jobs table holds nothing in clear (H3).

use crate::job::{JobId, JobKind, SealedPayload};

/// Why something could not be sealed or opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it could not be sealed or opened: {0}")]
pub struct SealError(pub String);

/// Authenticated encryption of job payloads. The key's id is kept with the payload (D7).
pub trait PayloadSealer: Send + Sync {
    /// Seals a payload for one job. MUST show nothing of it and differ each time.
    /// (contract: `a_sealed_payload_shows_nothing`)
    ///
    /// # Errors
    /// When the cipher refuses.
    fn seal(&self, job: JobId, kind: &JobKind, payload: &[u8]) -> Result<SealedPayload, SealError>;

    /// Opens it for the same job. MUST refuse one that was altered or belongs to another job or kind.
    /// (contract: `an_altered_or_moved_payload_is_refused`)
    ///
    /// # Errors
    /// When it was not sealed for this job by a key that is still known.
    fn open(
        &self,
        job: JobId,
        kind: &JobKind,
        sealed: &SealedPayload,
    ) -> Result<Vec<u8>, SealError>;
}
