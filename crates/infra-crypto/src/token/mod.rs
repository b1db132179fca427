//! Encrypted access tokens: signed claims (RFC 7515) inside an encrypted envelope (RFC 7516).

mod claim_set;
mod codec;
mod jwe;
mod jws;

pub use codec::EncryptedTokenCodec;
