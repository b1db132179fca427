//! The configured numbers that use cases follow.

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
    /// The product's name: a word that a password should not be made of (B4).
    pub project_name: String,
}
