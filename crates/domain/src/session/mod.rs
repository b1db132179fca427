//! Sessions: what a log-in starts, and the truth that every token is checked against.

mod policy;
mod record;

pub use policy::{SessionPolicy, SessionPolicyError};
pub use record::{
    Generation, RevocationReason, Session, SessionId, SessionRefusal, SessionWithUser, TokenId,
};
