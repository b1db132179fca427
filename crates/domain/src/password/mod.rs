//! Passwords: what may be one, and what is kept of it.

mod hash;
mod policy;
mod secret;

pub use hash::PasswordHash;
pub use policy::{NewPassword, PasswordPolicy, PasswordPolicyError, PasswordRefusal};
pub use secret::{Password, PasswordError};
