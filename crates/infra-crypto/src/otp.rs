//! Digests of the secrets of flows and links, and of one-time codes.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac::{self, HMAC_SHA256};
use domain::link::{LinkDigest, LinkToken};
use domain::ports::OtpDigester;
use domain::registration::{CodeDigest, FlowKey, OtpCode, RegistrationKey, RegistrationSecret};

use crate::keys::{KeyRing, KeySet, Purpose};

/// SHA-256 for secrets, which have 256 bits of their own (A3, F9r), and HMAC-SHA-256 with a key of the ring
/// for codes, which could be guessed from a bare digest (A9).
pub struct HmacOtpDigester(KeySet<CodeKey>);

struct CodeKey {
    id: String,
    key: hmac::Key,
}

impl HmacOtpDigester {
    /// Digests with the ring's newest key and compares with any of its keys.
    #[must_use]
    pub fn new(keys: &KeyRing) -> Self {
        Self(keys.map(|key| CodeKey {
            id: key.id.clone(),
            key: hmac::Key::new(HMAC_SHA256, key.key(Purpose::OneTimeCode).expose()),
        }))
    }
}

impl OtpDigester for HmacOtpDigester {
    fn key(&self, secret: &RegistrationSecret) -> RegistrationKey {
        RegistrationKey::from_digest(sha_256(secret.expose()))
    }

    fn link(&self, token: &LinkToken) -> LinkDigest {
        LinkDigest::from_digest(sha_256(token.expose()))
    }

    fn digest(&self, flow: FlowKey, code: &OtpCode) -> CodeDigest {
        let newest = self.0.newest();
        let tag = hmac::sign(&newest.key, &message(flow, code));
        CodeDigest {
            key_id: newest.id.clone(),
            mac: first_32(tag.as_ref()),
        }
    }

    fn matches(&self, flow: FlowKey, code: &OtpCode, digest: &CodeDigest) -> bool {
        self.0
            .find(|key| key.id == digest.key_id)
            .is_some_and(|known| {
                hmac::verify(&known.key, &message(flow, code), &digest.mac).is_ok()
            })
    }
}

fn sha_256(secret: &str) -> [u8; 32] {
    first_32(digest(&SHA256, secret.as_bytes()).as_ref())
}

/// The flow's key has a fixed length, so that no other key and code give the same message.
fn message(flow: FlowKey, code: &OtpCode) -> Vec<u8> {
    [flow.as_bytes().as_slice(), code.expose().as_bytes()].concat()
}

/// Both digests have 32 bytes; the type of the library does not say so.
pub(crate) fn first_32(bytes: &[u8]) -> [u8; 32] {
    let mut array = [0_u8; 32];
    array
        .iter_mut()
        .zip(bytes)
        .for_each(|(to, from)| *to = *from);
    array
}
