//! Keyed digests of identifiers and networks, so that limits and throttles hold nothing in clear.

/// Digests whom a limit counts.
pub trait SubjectDigester: Send + Sync {
    /// HMAC-SHA-256 of `parts` under a server key that belongs to `purpose`. MUST differ between purposes and
    /// between different splits into parts. (contracts: `purposes_do_not_share`, `parts_do_not_run_together`)
    fn digest(&self, purpose: &str, parts: &[&str]) -> [u8; 32];
}
