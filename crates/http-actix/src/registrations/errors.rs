//! What a refused step is answered.

use application::registrations::{CompleteRefusal, SetPasswordRefusal, VerifyOtpRefusal};
use domain::registration::{ResendRefusal, StepRefusal, VerifyRefusal};

use crate::extract::{Violation, refused_field};
use crate::problem::{ErrorCode, Problem};

impl From<StepRefusal> for Problem {
    fn from(refusal: StepRefusal) -> Self {
        Self::new(match refusal {
            StepRefusal::Gone => ErrorCode::RegistrationNotFound,
            StepRefusal::WrongStep => ErrorCode::RegistrationStep,
        })
    }
}

impl From<ResendRefusal> for Problem {
    fn from(refusal: ResendRefusal) -> Self {
        match refusal {
            ResendRefusal::Step(refusal) => refusal.into(),
            ResendRefusal::Exhausted => Self::new(ErrorCode::OtpAttemptsExhausted),
            ResendRefusal::Wait { retry_after } => Self::new(ErrorCode::TooManyRequests)
                .because("A further code cannot be sent yet. Retry-After says when.")
                .retry_after(retry_after),
        }
    }
}

impl From<VerifyRefusal> for Problem {
    fn from(refusal: VerifyRefusal) -> Self {
        match refusal {
            VerifyRefusal::Step(refusal) => refusal.into(),
            VerifyRefusal::Wrong { attempts_left } => {
                Self::new(ErrorCode::OtpInvalid).with("attempts_left", attempts_left)
            }
            VerifyRefusal::CodeExpired => Self::new(ErrorCode::OtpExpired),
            VerifyRefusal::Exhausted => Self::new(ErrorCode::OtpAttemptsExhausted),
        }
    }
}

impl From<VerifyOtpRefusal> for Problem {
    fn from(refusal: VerifyOtpRefusal) -> Self {
        match refusal {
            VerifyOtpRefusal::Code(refusal) => refusal.into(),
            VerifyOtpRefusal::Throttled(throttled) => throttled.into(),
        }
    }
}

impl From<SetPasswordRefusal> for Problem {
    fn from(refusal: SetPasswordRefusal) -> Self {
        match refusal {
            SetPasswordRefusal::Step(refusal) => refusal.into(),
            SetPasswordRefusal::Password(refusal) => refused_field("password", refusal.into()),
        }
    }
}

impl From<CompleteRefusal> for Problem {
    fn from(refusal: CompleteRefusal) -> Self {
        match refusal {
            CompleteRefusal::Step(refusal) => refusal.into(),
            CompleteRefusal::EmailTaken => Self::new(ErrorCode::EmailTaken),
            CompleteRefusal::UsernameTaken => Self::new(ErrorCode::UsernameTaken),
            CompleteRefusal::PasswordIsUsername => refused_field(
                "username",
                Violation::new("password_is_username", refusal.to_string()),
            ),
        }
    }
}
