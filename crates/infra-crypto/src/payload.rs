//! Sealed job payloads: `kid.base64url(nonce, ciphertext, tag)`.

use std::sync::Arc;

use domain::job::{JobId, JobKind, SealedPayload};
use domain::ports::{PayloadSealer, SealError, SecretGenerator};

use crate::aes_gcm::{self, NONCE_LENGTH, Nonce};
use crate::base64url;
use crate::keys::{KeyRing, KeySet, Purpose, RingKey, SecretKey};

/// AES-256-GCM with a key of the ring and a random nonce; a payload is bound to its job and kind.
///
/// Random nonces are good for 2^32 payloads of one key (NIST SP 800-38D §8.3): a thousand jobs a
/// second for fifty days, so a ring that sees that load is to be rotated monthly.
pub struct AesGcmPayloadSealer {
    keys: KeySet<PayloadKey>,
    secrets: Arc<dyn SecretGenerator>,
}

struct PayloadKey {
    id: String,
    key: SecretKey,
}

impl AesGcmPayloadSealer {
    /// Seals with the ring's newest key and opens with any of its keys.
    #[must_use]
    pub fn new(keys: &KeyRing, secrets: Arc<dyn SecretGenerator>) -> Self {
        let payload_key = |key: &RingKey| PayloadKey {
            id: key.id.clone(),
            key: key.key(Purpose::JobPayload).clone(),
        };
        Self {
            keys: keys.map(payload_key),
            secrets,
        }
    }

    fn key(&self, id: &str) -> Result<&PayloadKey, SealError> {
        self.keys
            .find(|key| key.id == id)
            .ok_or_else(|| refusal("its key is not in the ring"))
    }
}

impl PayloadSealer for AesGcmPayloadSealer {
    fn seal(&self, job: JobId, kind: &JobKind, payload: &[u8]) -> Result<SealedPayload, SealError> {
        let newest = self.keys.newest();
        let mut nonce: Nonce = [0; NONCE_LENGTH];
        self.secrets.fill(&mut nonce);
        let sealed = aes_gcm::seal(newest.key.expose(), nonce, &owner(job, kind), payload)
            .map_err(|_| refusal("the cipher refused"))?;
        let text = base64url::encode([nonce.as_slice(), &sealed].concat());
        Ok(SealedPayload::from_sealed(format!("{}.{text}", newest.id)))
    }

    fn open(
        &self,
        job: JobId,
        kind: &JobKind,
        sealed: &SealedPayload,
    ) -> Result<Vec<u8>, SealError> {
        let damaged = || refusal("it is damaged or belongs to another job");
        let (id, text) = sealed.as_str().split_once('.').ok_or_else(damaged)?;
        let bytes = base64url::decode(text).ok_or_else(damaged)?;
        let (nonce, ciphertext) = bytes.split_first_chunk().ok_or_else(damaged)?;
        aes_gcm::open(
            self.key(id)?.key.expose(),
            *nonce,
            &owner(job, kind),
            ciphertext.to_vec(),
        )
        .map_err(|_| damaged())
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

fn refusal(reason: &str) -> SealError {
    SealError(reason.to_owned())
}
