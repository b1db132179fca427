//! Randomness that is the same in every run.

use std::sync::atomic::{AtomicU64, Ordering};

use domain::ports::SecretGenerator;

/// Numbers that look random and follow from a seed. Good for tests, worthless for secrets.
#[derive(Debug)]
pub struct SeededSecrets(AtomicU64);

/// `SplitMix64` (Steele, Lea, Flood 2014): the step of its state, and the two factors of its mix.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
const FIRST_FACTOR: u64 = 0xBF58_476D_1CE4_E5B9;
const SECOND_FACTOR: u64 = 0x94D0_49BB_1331_11EB;

impl SeededSecrets {
    /// The sequence of this seed, from its beginning.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    fn next(&self) -> u64 {
        let state = self.0.fetch_add(STEP, Ordering::Relaxed);
        let mixed = (state ^ (state >> 30)).wrapping_mul(FIRST_FACTOR);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(SECOND_FACTOR);
        mixed ^ (mixed >> 31)
    }
}

impl SecretGenerator for SeededSecrets {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            let bytes = self.next().to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
    }
}
