//! What a refused recovery is answered.

use application::recovery::{ResetPasswordRefusal, UnknownAddress};

use crate::extract::refused_field;
use crate::problem::{ErrorCode, Problem};

impl From<ResetPasswordRefusal> for Problem {
    fn from(refusal: ResetPasswordRefusal) -> Self {
        match refusal {
            ResetPasswordRefusal::InvalidToken => Self::new(ErrorCode::InvalidLink),
            ResetPasswordRefusal::Inactive => Self::new(ErrorCode::InactiveUser),
            ResetPasswordRefusal::Password(refusal) => {
                refused_field("new_password", refusal.into())
            }
        }
    }
}

impl From<UnknownAddress> for Problem {
    fn from(_: UnknownAddress) -> Self {
        Self::new(ErrorCode::UserNotFound)
            .because("The user with this username does not exist in the system.")
    }
}
