//! Requests that may be sent twice and must take effect once (`Idempotency-Key`).

use std::time::Duration;

use crate::timestamp::Timestamp;
use crate::user::UserId;

/// Names one use of a key by one user on one route: a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IdempotencyKey([u8; 32]);

/// What a request asked for: a digest of its key and its body, which may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestFingerprint([u8; 32]);

/// Gives a digest a type.
macro_rules! digest_type {
    ($name:ident) => {
        impl $name {
            /// Takes a digest that a `SubjectDigester` made, or that was stored.
            #[must_use]
            pub const fn from_digest(digest: [u8; 32]) -> Self {
                Self(digest)
            }

            /// The digest.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }
    };
}
digest_type!(IdempotencyKey);
digest_type!(RequestFingerprint);

/// A reply as it is kept for those who ask again. It never holds a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReply {
    /// The HTTP status.
    pub status: u16,
    /// The entity tag, if it had one.
    pub tag: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// A request under a key, on its way to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdempotentRequest {
    /// The key.
    pub key: IdempotencyKey,
    /// What it asks for.
    pub fingerprint: RequestFingerprint,
    /// Who asks.
    pub user: UserId,
    /// When it came.
    pub at: Timestamp,
}

impl IdempotentRequest {
    /// How long a reply is kept.
    pub const KEPT_FOR: Duration = Duration::from_hours(24);

    /// From when on the key is free again.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        self.at.plus(Self::KEPT_FOR)
    }
}

/// What is known of a request's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdempotencyClaim {
    /// Nothing: the request is to be done, and its reply kept in the same unit.
    Fresh,
    /// The same request was done; this was its reply.
    Done(StoredReply),
    /// Another request had this key.
    Mismatch,
}
