//! Sealed parts of exports: the id of the key, a dot, and the bytes of nonce, ciphertext and tag.

use std::sync::Arc;

use domain::export::{ExportPart, SealedPart};
use domain::ports::{ExportSealer, SealError, SecretGenerator};

use crate::keys::{KeyRing, Purpose};
use crate::sealing::{Sealing, damaged};

/// AES-256-GCM with a key of the ring and a random nonce; a part is bound to its export and its place in it, so that
/// nobody who writes to storage can put a document together of other ones.
pub struct AesGcmExportSealer(Sealing);

impl AesGcmExportSealer {
    /// Seals with the ring's newest key and opens with any of its keys.
    #[must_use]
    pub fn new(keys: &KeyRing, secrets: Arc<dyn SecretGenerator>) -> Self {
        Self(Sealing::new(keys, Purpose::ExportPart, secrets))
    }
}

impl ExportSealer for AesGcmExportSealer {
    fn seal(&self, part: ExportPart, content: &[u8]) -> Result<SealedPart, SealError> {
        let sealed = self.0.seal(&owner(part), content)?;
        let key_id = sealed.key_id.as_bytes();
        let bytes = [key_id, b".", &sealed.bytes].concat();
        Ok(SealedPart::from_sealed(bytes))
    }

    fn open(&self, part: ExportPart, sealed: &SealedPart) -> Result<Vec<u8>, SealError> {
        // No id of a key has a dot in it.
        let mut halves = sealed.as_bytes().splitn(2, |byte| *byte == b'.');
        let (Some(id), Some(bytes)) = (halves.next(), halves.next()) else {
            return Err(damaged());
        };
        let id = std::str::from_utf8(id).map_err(|_| damaged())?;
        self.0.open(&owner(part), id, bytes)
    }
}

/// What a part is bound to. Both have a fixed length, so no other part gives the same bytes.
fn owner(part: ExportPart) -> Vec<u8> {
    [
        part.export.as_uuid().as_bytes().as_slice(),
        &part.number.to_be_bytes(),
    ]
    .concat()
}
