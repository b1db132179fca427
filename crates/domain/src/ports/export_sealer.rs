//! Seals the documents of exports, so that what is kept of somebody lies nowhere in clear a second time (H3).

use super::SealError;
use crate::export::{ExportPart, SealedPart};

/// Authenticated encryption of documents, part by part. The key's id is kept with each (D7).
pub trait ExportSealer: Send + Sync {
    /// Seals one part. MUST show nothing of it and differ each time.
    /// (contract: `a_sealed_part_shows_nothing`)
    ///
    /// # Errors
    /// When the cipher refuses.
    fn seal(&self, part: ExportPart, content: &[u8]) -> Result<SealedPart, SealError>;

    /// Opens it as the same part. MUST refuse one that was altered, or that is another part or another export's.
    /// (contract: `an_altered_or_moved_part_is_refused`)
    ///
    /// # Errors
    /// When it was not sealed as this part by a key that is still known.
    fn open(&self, part: ExportPart, sealed: &SealedPart) -> Result<Vec<u8>, SealError>;
}
