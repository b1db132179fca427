//! Passwords (B1-B7).

mod policy;
mod secret;
