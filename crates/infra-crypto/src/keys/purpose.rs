//! One key per purpose, so that no key is ever used with two algorithms (NIST SP 800-57 §5.2).

use aws_lc_rs::hkdf::{HKDF_SHA256, Prk, Salt};

use super::entry::{Entry, KeyFault};
use super::{SecretKey, is_sample};

/// What a derived key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// AES-256 key wrap around each token's own key.
    TokenEncryption,
    /// HMAC-SHA-256 over a token's claims.
    TokenSignature,
    /// HMAC-SHA-256 over one-time codes.
    OneTimeCode,
    /// AES-256-GCM over job payloads.
    JobPayload,
    /// AES-256-GCM over parts of exports.
    ExportPart,
    /// HMAC-SHA-256 over whom limits and throttles count.
    LimitSubject,
}

impl Purpose {
    /// The `info` of HKDF-Expand (RFC 5869 §3.2). Changing one ends everything made with it.
    const fn label(self) -> &'static [u8] {
        match self {
            Self::TokenEncryption => b"portico/1/token-encryption",
            Self::TokenSignature => b"portico/1/token-signature",
            Self::OneTimeCode => b"portico/1/one-time-code",
            Self::JobPayload => b"portico/1/job-payload",
            Self::ExportPart => b"portico/1/export-part",
            Self::LimitSubject => b"portico/1/limit-subject",
        }
    }
}

const SALT: &[u8] = b"portico/1/key-ring";

/// A key of the ring: its id and the keys derived from it. The key itself is not kept.
#[derive(Clone)]
pub(crate) struct RingKey {
    pub(crate) id: String,
    pub(super) is_sample: bool,
    token_encryption: SecretKey,
    token_signature: SecretKey,
    one_time_code: SecretKey,
    job_payload: SecretKey,
    export_part: SecretKey,
    limit_subject: SecretKey,
}

impl RingKey {
    /// Derives the keys of an entry by HKDF-SHA-256 (RFC 5869).
    pub(super) fn derive(entry: &Entry) -> Result<Self, KeyFault> {
        let source = Salt::new(HKDF_SHA256, SALT).extract(entry.key.expose());
        Ok(Self {
            id: entry.id.clone(),
            is_sample: is_sample(&entry.key),
            token_encryption: expand(&source, Purpose::TokenEncryption)?,
            token_signature: expand(&source, Purpose::TokenSignature)?,
            one_time_code: expand(&source, Purpose::OneTimeCode)?,
            job_payload: expand(&source, Purpose::JobPayload)?,
            export_part: expand(&source, Purpose::ExportPart)?,
            limit_subject: expand(&source, Purpose::LimitSubject)?,
        })
    }

    /// The key for a purpose.
    pub(crate) const fn key(&self, purpose: Purpose) -> &SecretKey {
        match purpose {
            Purpose::TokenEncryption => &self.token_encryption,
            Purpose::TokenSignature => &self.token_signature,
            Purpose::OneTimeCode => &self.one_time_code,
            Purpose::JobPayload => &self.job_payload,
            Purpose::ExportPart => &self.export_part,
            Purpose::LimitSubject => &self.limit_subject,
        }
    }
}

fn expand(source: &Prk, purpose: Purpose) -> Result<SecretKey, KeyFault> {
    let mut key = [0_u8; 32];
    source
        .expand(&[purpose.label()], HKDF_SHA256)
        .and_then(|output| output.fill(&mut key))
        .map_err(|_| KeyFault::Derivation)?;
    Ok(SecretKey::from_bytes(key))
}
