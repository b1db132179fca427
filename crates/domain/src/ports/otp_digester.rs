//! Digests of what registration must not keep in clear.

use crate::registration::{CodeDigest, OtpCode, RegistrationKey, RegistrationSecret};

/// Makes and compares digests of flow ids and codes.
pub trait OtpDigester: Send + Sync {
    /// The name in storage of the registration that this secret names: SHA-256 (A3).
    /// MUST be the same for the same secret. (contract: `a_key_names_one_secret`)
    fn key(&self, secret: &RegistrationSecret) -> RegistrationKey;

    /// HMAC-SHA-256 over the registration's key and the code, with the newest server key (A9).
    /// MUST differ between registrations. (contract: `a_digest_belongs_to_one_registration`)
    fn digest(&self, registration: &RegistrationKey, code: &OtpCode) -> CodeDigest;

    /// Whether `code` is the one that `digest` was made of, in constant time, with the key that the digest
    /// names. MUST be false for a key that is not known. (contracts: `only_the_right_code_matches`,
    /// `an_unknown_key_matches_nothing`)
    fn matches(&self, registration: &RegistrationKey, code: &OtpCode, digest: &CodeDigest) -> bool;
}
