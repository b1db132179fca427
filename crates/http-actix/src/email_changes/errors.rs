//! What a refused step of a change is answered.

use application::email_changes::{ConfirmEmailChangeRefusal, UndoEmailChangeRefusal};
use application::users::AccountTaken;
use domain::email_change::ConfirmRefusal;

use crate::problem::{ErrorCode, Problem};

impl From<ConfirmRefusal> for Problem {
    fn from(refusal: ConfirmRefusal) -> Self {
        match refusal {
            ConfirmRefusal::Wrong { attempts_left } => {
                Self::new(ErrorCode::OtpInvalid).with("attempts_left", attempts_left)
            }
            ConfirmRefusal::Expired => Self::new(ErrorCode::OtpExpired)
                .because("The code has expired. Change the address once more to get a new one."),
            ConfirmRefusal::Exhausted => Self::new(ErrorCode::OtpAttemptsExhausted)
                .because("Too many wrong codes were submitted. Change the address once more."),
        }
    }
}

impl From<ConfirmEmailChangeRefusal> for Problem {
    fn from(refusal: ConfirmEmailChangeRefusal) -> Self {
        match refusal {
            ConfirmEmailChangeRefusal::NothingPending => Self::new(ErrorCode::EmailChangeNotFound),
            ConfirmEmailChangeRefusal::Code(refusal) => refusal.into(),
            ConfirmEmailChangeRefusal::Throttled(throttled) => throttled.into(),
            ConfirmEmailChangeRefusal::Taken(taken) => taken.into(),
        }
    }
}

impl From<UndoEmailChangeRefusal> for Problem {
    fn from(refusal: UndoEmailChangeRefusal) -> Self {
        match refusal {
            UndoEmailChangeRefusal::InvalidToken => Self::new(ErrorCode::InvalidLink),
            UndoEmailChangeRefusal::Taken(AccountTaken::Email) => Self::new(ErrorCode::EmailTaken)
                .because("Another account has this email address by now"),
            UndoEmailChangeRefusal::Taken(taken) => taken.into(),
        }
    }
}
