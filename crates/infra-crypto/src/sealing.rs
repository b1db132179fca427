//! What sealed job payloads and sealed parts of exports have in common.

use std::sync::Arc;

use domain::ports::{SealError, SecretGenerator};

use crate::aes_gcm::{self, NONCE_LENGTH, Nonce};
use crate::keys::{KeyRing, KeySet, Purpose, RingKey, SecretKey};

/// AES-256-GCM with keys of the ring and random nonces; what is sealed is bound to its owner.
pub(crate) struct Sealing {
    keys: KeySet<NamedKey>,
    secrets: Arc<dyn SecretGenerator>,
}

/// What was sealed: nonce, ciphertext and tag, and the id of the key.
pub(crate) struct Sealed<'a> {
    pub(crate) key_id: &'a str,
    pub(crate) bytes: Vec<u8>,
}

struct NamedKey {
    id: String,
    key: SecretKey,
}

impl Sealing {
    /// Seals with the newest key for this purpose, and opens with any.
    pub(crate) fn new(keys: &KeyRing, purpose: Purpose, secrets: Arc<dyn SecretGenerator>) -> Self {
        let named_key = |key: &RingKey| NamedKey {
            id: key.id.clone(),
            key: key.key(purpose).clone(),
        };
        Self {
            keys: keys.map(named_key),
            secrets,
        }
    }

    pub(crate) fn seal(&self, owner: &[u8], plain: &[u8]) -> Result<Sealed<'_>, SealError> {
        let newest = self.keys.newest();
        let mut nonce: Nonce = [0; NONCE_LENGTH];
        self.secrets.fill(&mut nonce);
        let sealed = aes_gcm::seal(newest.key.expose(), nonce, owner, plain)
            .map_err(|_| refusal("the cipher refused"))?;
        Ok(Sealed {
            key_id: &newest.id,
            bytes: [nonce.as_slice(), &sealed].concat(),
        })
    }

    pub(crate) fn open(
        &self,
        owner: &[u8],
        key_id: &str,
        bytes: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let key = self.keys.find(|key| key.id == key_id);
        let key = key.ok_or_else(|| refusal("its key is not in the ring"))?;
        let (nonce, ciphertext) = bytes.split_first_chunk().ok_or_else(damaged)?;
        aes_gcm::open(key.key.expose(), *nonce, owner, ciphertext.to_vec()).map_err(|_| damaged())
    }
}

/// Authentication fails alike for both.
pub(crate) fn damaged() -> SealError {
    refusal("it is damaged or belongs elsewhere")
}

fn refusal(reason: &str) -> SealError {
    SealError(reason.to_owned())
}
