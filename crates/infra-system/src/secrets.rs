//! Randomness.

use domain::ports::SecretGenerator;
use rand::Rng;

/// A generator that the operating system seeds and reseeds (`ChaCha`, one per thread), good for secrets.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemSecrets;

impl SecretGenerator for SystemSecrets {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place where randomness is drawn"
    )]
    fn fill(&self, buffer: &mut [u8]) {
        rand::rng().fill_bytes(buffer);
    }
}
