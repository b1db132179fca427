//! Stand-ins for the ports that the rules call.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use portico_domain::link::{LinkDigest, LinkToken};
use portico_domain::ports::{OtpDigester, SecretGenerator};
use portico_domain::registration::{
    CodeDigest, FlowKey, OtpCode, RegistrationKey, RegistrationSecret,
};

/// Bytes that look random and follow from a seed (`SplitMix64`).
pub(crate) struct SeededBytes(AtomicU64);

impl SeededBytes {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    fn next(&self) -> u64 {
        let state = self.0.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

impl SecretGenerator for SeededBytes {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            let bytes = self.next().to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
    }
}

/// Gives these bytes, one after the other, from the start again when they are used up.
pub(crate) struct ScriptedBytes {
    bytes: Vec<u8>,
    next: AtomicU32,
}

impl ScriptedBytes {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        Self {
            bytes: bytes.to_vec(),
            next: AtomicU32::new(0),
        }
    }
}

impl SecretGenerator for ScriptedBytes {
    fn fill(&self, buffer: &mut [u8]) {
        for place in buffer {
            let at = self.next.fetch_add(1, Ordering::Relaxed) as usize;
            *place = self.bytes[at % self.bytes.len()];
        }
    }
}

/// Keeps the code in the digest, and counts how often a code was compared.
#[derive(Default)]
pub(crate) struct CountingDigester(AtomicU32);

impl CountingDigester {
    pub(crate) fn comparisons(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

impl OtpDigester for CountingDigester {
    fn key(&self, secret: &RegistrationSecret) -> RegistrationKey {
        RegistrationKey::from_digest(first_bytes(secret.expose()))
    }

    fn link(&self, token: &LinkToken) -> LinkDigest {
        LinkDigest::from_digest(first_bytes(token.expose()))
    }

    fn digest(&self, flow: FlowKey, code: &OtpCode) -> CodeDigest {
        let mut mac = *flow.as_bytes();
        mac[..code.expose().len()].copy_from_slice(code.expose().as_bytes());
        CodeDigest {
            key_id: "double".to_owned(),
            mac,
        }
    }

    fn matches(&self, flow: FlowKey, code: &OtpCode, digest: &CodeDigest) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed);
        self.digest(flow, code) == *digest
    }
}

fn first_bytes(secret: &str) -> [u8; 32] {
    let mut digest = [0; 32];
    digest.copy_from_slice(&secret.as_bytes()[..32]);
    digest
}
