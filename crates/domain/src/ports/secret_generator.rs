//! Randomness.

/// A cryptographically secure source of random bytes.
pub trait SecretGenerator: Send + Sync {
    /// Fills the buffer. MUST give every byte value equally often and never repeat a long run.
    /// (contracts: `bytes_are_uniform`, `runs_do_not_repeat`)
    fn fill(&self, buffer: &mut [u8]);
}
