//! Sessions: log-in starts one, and every token is checked against it.

mod authenticate;
mod log_in;
mod token_issuer;

pub use authenticate::{Authenticate, Authenticated, Unauthenticated};
pub use log_in::{InvalidCredentials, LogIn, LogInCommand, LoggedIn};
pub use token_issuer::IssuedToken;
pub(crate) use token_issuer::TokenIssuer;

use crate::{Policies, Ports};

/// Log-in and authentication.
#[derive(Clone)]
pub struct UseCases {
    /// Starts a session.
    pub log_in: LogIn,
    /// Checks a token.
    pub authenticate: Authenticate,
}

impl UseCases {
    /// Makes them over these adapters.
    #[must_use]
    pub fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            log_in: LogIn::new(ports, policies),
            authenticate: Authenticate::new(ports, policies),
        }
    }
}
