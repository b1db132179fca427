//! Sessions: what a log-in starts, and the truth that every token is checked against.

mod activity;
mod census;
mod policy;
mod record;
mod renewal;

pub use activity::SessionActivity;
pub use census::SessionCensus;
pub use policy::{SessionPolicy, SessionPolicyError};
pub use record::{
    Generation, RevocationReason, Session, SessionId, SessionRefusal, SessionWithUser, TokenId,
};
pub use renewal::{RenewalPolicy, RenewalVerdict, ReuseAction};
