//! Registration in four steps (origin B): initiate, resend, verify, set the password, complete.

mod address_quota;
mod complete;
mod guess_budget;
mod initiate;
mod lock;
mod one_time_code;
mod resend_otp;
mod set_password;
mod verify_otp;

pub(crate) use address_quota::AddressQuota;
pub use complete::{CompleteRefusal, CompleteRegistration, CompleteRegistrationCommand, Completed};
pub(crate) use guess_budget::{GuessBudget, OpenBudget};
pub use initiate::{InitiateRegistration, InitiateRegistrationCommand, Initiated};
pub use resend_otp::{ResendOtp, ResendOtpCommand};
pub use set_password::{SetPassword, SetPasswordCommand, SetPasswordRefusal};
pub use verify_otp::{VerifyOtp, VerifyOtpCommand, VerifyOtpRefusal};

use crate::{Policies, Ports};

/// The five requests of a registration.
#[derive(Clone)]
pub struct UseCases {
    /// Step 1.
    pub initiate: InitiateRegistration,
    /// A further code.
    pub resend_otp: ResendOtp,
    /// Step 2.
    pub verify_otp: VerifyOtp,
    /// Step 3.
    pub set_password: SetPassword,
    /// Step 4.
    pub complete: CompleteRegistration,
}

impl UseCases {
    /// Makes them over these adapters.
    #[must_use]
    pub fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            initiate: InitiateRegistration::new(ports, policies),
            resend_otp: ResendOtp::new(ports, policies),
            verify_otp: VerifyOtp::new(ports, policies),
            set_password: SetPassword::new(ports, policies),
            complete: CompleteRegistration::new(ports, policies),
        }
    }
}
