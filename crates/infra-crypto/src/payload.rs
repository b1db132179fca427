//! Sealed job payloads: `kid.base64url(nonce, ciphertext, tag)`.

use std::sync::Arc;

use domain::job::{JobId, JobKind, SealedPayload};
use domain::ports::{PayloadSealer, SealError, SecretGenerator};

use crate::base64url;
use crate::keys::{KeyRing, Purpose};
use crate::sealing::{Sealing, damaged};

/// AES-256-GCM with a key of the ring and a random nonce; a payload is bound to its job and kind.
///
/// Random nonces are good for 2^32 payloads of one key (NIST SP 800-38D §8.3): a thousand jobs a
/// second for fifty days, so a ring that sees that load is to be rotated monthly.
pub struct AesGcmPayloadSealer(Sealing);

impl AesGcmPayloadSealer {
    /// Seals with the ring's newest key and opens with any of its keys.
    #[must_use]
    pub fn new(keys: &KeyRing, secrets: Arc<dyn SecretGenerator>) -> Self {
        Self(Sealing::new(keys, Purpose::JobPayload, secrets))
    }
}

impl PayloadSealer for AesGcmPayloadSealer {
    fn seal(&self, job: JobId, kind: &JobKind, payload: &[u8]) -> Result<SealedPayload, SealError> {
        let sealed = self.0.seal(&owner(job, kind), payload)?;
        let text = base64url::encode(sealed.bytes);
        Ok(SealedPayload::from_sealed(format!(
            "{}.{text}",
            sealed.key_id
        )))
    }

    fn open(
        &self,
        job: JobId,
        kind: &JobKind,
        sealed: &SealedPayload,
    ) -> Result<Vec<u8>, SealError> {
        let (id, text) = sealed.as_str().split_once('.').ok_or_else(damaged)?;
        let bytes = base64url::decode(text).ok_or_else(damaged)?;
        self.0.open(&owner(job, kind), id, &bytes)
    }
}

/// What a payload is bound to. The id has a fixed length, so no other job and kind give the same bytes.
fn owner(job: JobId, kind: &JobKind) -> Vec<u8> {
    [
        job.as_uuid().as_bytes().as_slice(),
        kind.as_str().as_bytes(),
    ]
    .concat()
}
