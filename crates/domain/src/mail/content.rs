//! What a mail says, before any words are chosen.

use std::time::Duration;

use crate::registration::OtpCode;
use crate::request_origin::UserAgent;
use crate::timestamp::Timestamp;
use crate::user::{FullName, Username};

/// One kind of mail and the values in it. The words are in the renderer's templates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailContent {
    /// Step 1 of registration: here is your code.
    RegistrationCode {
        /// The code.
        code: OtpCode,
        /// How long it can be used.
        valid_for: Duration,
    },
    /// Step 1 of registration for an address that has an account already (A1).
    AccountExists,
    /// Step 4 of registration: welcome.
    Welcome {
        /// The name to greet by.
        full_name: Option<FullName>,
        /// The name to log in with, beside the address.
        username: Option<Username>,
    },
    /// A session was ended because an old token of it came back (ASVS 10.4.5).
    SessionEndedForReuse {
        /// What the session's client called itself, if it did.
        user_agent: Option<UserAgent>,
        /// When it happened.
        at: Timestamp,
    },
}
