//! Digests of identifiers, networks and requests, so that what counts or remembers them holds nothing in clear.

/// Digests whom a limit counts.
pub trait SubjectDigester: Send + Sync {
    /// HMAC-SHA-256 of `parts` under a server key that belongs to `purpose`. MUST differ between purposes and
    /// between different splits into parts. (contracts: `purposes_do_not_share`, `parts_do_not_run_together`)
    fn digest(&self, purpose: &str, parts: &[&str]) -> [u8; 32];

    /// SHA-256 of `parts`, for texts that hold a secret of their own: the same under every key ring, so that what is
    /// kept under it is found again while the ring is rotated (D7). MUST differ between different splits into parts.
    /// (contracts: `one_request_has_one_fingerprint`, `parts_of_a_fingerprint_do_not_run_together`)
    fn fingerprint(&self, parts: &[&str]) -> [u8; 32];
}
