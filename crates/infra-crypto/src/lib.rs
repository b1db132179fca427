//! Everything cryptographic: adapters for password hashing and screening, encrypted access tokens,
//! digests of one-time codes and of whom limits count, sealed job payloads and sealed exports.
//!
//! One [`KeyRing`] feeds tokens, codes, payloads and exports with keys of their own; passwords have a
//! [`Pepper`], which is not of the ring, because the ring rotates and password hashes cannot (B7).
//!
//! **May depend on** the domain and on crates for cryptography, serialisation, metrics, logging and blocking threads;
//! never on storage, HTTP or another adapter. Randomness comes in through the `SecretGenerator`
//! port, time not at all: only the length of a piece of work is measured.
#![forbid(unsafe_code)]

mod aes_gcm;
mod base64url;
mod export_part;
mod keys;
mod otp;
mod password;
mod payload;
mod readable;
mod sealing;
mod subject;
mod token;

pub use export_part::AesGcmExportSealer;
pub use keys::{KeyFault, KeyRing, KeyRingError, RotationError, SAMPLE_KEYS, WrittenRing};
pub use otp::HmacOtpDigester;
pub use password::{
    BcryptCost, BcryptCostError, BcryptHasher, BcryptSettings, Pepper, PepperError, ZxcvbnScreen,
    describe_metrics,
};
pub use payload::AesGcmPayloadSealer;
pub use readable::readable_text;
pub use subject::HmacSubjectDigester;
pub use token::EncryptedTokenCodec;
