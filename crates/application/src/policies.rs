//! The configured numbers and choices that use cases follow.

use std::time::Duration;

use domain::password::PasswordPolicy;
use domain::registration::RegistrationPolicy;
use domain::session::{RenewalPolicy, SessionPolicy};

use crate::limits::Limits;

/// The rules that configuration sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policies {
    /// Registration in four steps.
    pub registration: RegistrationPolicy,
    /// New passwords.
    pub passwords: PasswordPolicy,
    /// Sessions and access tokens.
    pub sessions: SessionPolicy,
    /// The renewal of tokens.
    pub renewal: RenewalPolicy,
    /// Quotas.
    pub limits: Limits,
    /// What people may do with their accounts.
    pub accounts: AccountPolicy,
    /// How old the copy of a session may be that a token is checked against, at most
    /// [`MAX_SESSION_AGE`](domain::ports::MAX_SESSION_AGE); zero asks the database at every request (2.8).
    pub session_cache_age: Duration,
    /// How long a page of a list may be kept; zero for never.
    pub list_ttl: Duration,
    /// The product's name: a word that a password should not be made of (B4).
    pub project_name: String,
}

/// What people may do with their accounts, and what they must show for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountPolicy {
    /// Whether an account can be had in one step, without a proof of the address.
    pub open_signup: bool,
    /// How an address is changed.
    pub email_change: EmailChangeMode,
    /// Whether deleting the own account wants a token that has not expired.
    pub deletion_wants_fresh_token: bool,
}

/// How a user's own address is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailChangeMode {
    /// At once; the old address is told.
    Immediate,
    /// With the password, and once a code that was mailed to the new address comes back; the old address is told, and
    /// can take it back (F7r).
    Confirmed,
}
