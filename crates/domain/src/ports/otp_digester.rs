//! Digests of what must not be kept in clear: the secrets of flows and links, and one-time codes.

use crate::link::{LinkDigest, LinkToken};
use crate::registration::{CodeDigest, FlowKey, OtpCode, RegistrationKey, RegistrationSecret};

/// Makes and compares digests of secrets and codes.
pub trait OtpDigester: Send + Sync {
    /// The name in storage of the registration that this secret names: SHA-256 (A3).
    /// MUST be the same for the same secret. (contract: `a_key_names_one_secret`)
    fn key(&self, secret: &RegistrationSecret) -> RegistrationKey;

    /// What is kept of a link's secret: SHA-256 (F9r). MUST be the same for the same secret.
    /// (contract: `a_link_digest_names_one_secret`)
    fn link(&self, token: &LinkToken) -> LinkDigest;

    /// HMAC-SHA-256 over the flow's key and the code, with the newest server key (A9).
    /// MUST differ between flows. (contract: `a_digest_belongs_to_one_flow`)
    fn digest(&self, flow: FlowKey, code: &OtpCode) -> CodeDigest;

    /// Whether `code` is the one that `digest` was made of, in constant time, with the key that the digest
    /// names. MUST be false for a key that is not known. (contracts: `only_the_right_code_matches`,
    /// `an_unknown_key_matches_nothing`)
    fn matches(&self, flow: FlowKey, code: &OtpCode, digest: &CodeDigest) -> bool;
}
