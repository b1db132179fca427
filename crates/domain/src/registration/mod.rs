//! Registration in four steps: an address gets a code, proves it, a password is set, and the profile
//! completes the account.
//!
//! The rules are in the [`Registration`] state machine; the numbers are in [`RegistrationPolicy`].

mod code;
mod policy;
mod record;
mod secret;
mod steps;

pub use code::{CodeDigest, FlowKey, OtpCode, OtpCodeError, OtpLength};
pub use policy::{RegistrationPolicy, RegistrationPolicyError};
pub use record::{RegistrationKey, RegistrationRecord, RegistrationStep};
pub use secret::{RegistrationSecret, RegistrationSecretError};
pub use steps::{Registration, ResendRefusal, StepRefusal, VerifyRefusal};
