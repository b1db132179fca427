//! What a refusal is answered, in the words that the template's clients wait for.

use application::users::{
    AccountTaken, ChangePasswordRefusal, CreateUserRefusal, DeleteUserRefusal, IncorrectPassword,
    PasswordIsUsername, ReadUserRefusal, SignUpRefusal, UpdateProfileRefusal, UpdateUserRefusal,
};
use domain::user::LastSuperuser;

use crate::extract::{Violation, refused_field};
use crate::problem::{ErrorCode, Problem};

impl From<AccountTaken> for Problem {
    fn from(taken: AccountTaken) -> Self {
        match taken {
            AccountTaken::Email => {
                Self::new(ErrorCode::EmailTaken).because("User with this email already exists")
            }
            AccountTaken::Username => Self::new(ErrorCode::UsernameTaken),
        }
    }
}

impl From<IncorrectPassword> for Problem {
    fn from(_: IncorrectPassword) -> Self {
        Self::new(ErrorCode::IncorrectPassword)
    }
}

impl From<PasswordIsUsername> for Problem {
    fn from(refusal: PasswordIsUsername) -> Self {
        let violation = Violation::new("password_is_username", refusal.to_string());
        refused_field("username", violation)
    }
}

impl From<LastSuperuser> for Problem {
    fn from(_: LastSuperuser) -> Self {
        Self::new(ErrorCode::LastSuperuser)
    }
}

impl From<CreateUserRefusal> for Problem {
    fn from(refusal: CreateUserRefusal) -> Self {
        match refusal {
            CreateUserRefusal::Taken(AccountTaken::Email) => Self::new(ErrorCode::UserExists),
            CreateUserRefusal::Taken(taken) => taken.into(),
            CreateUserRefusal::Password(refusal) => refused_field("password", refusal.into()),
            CreateUserRefusal::Idempotency(refusal) => refusal.into(),
        }
    }
}

impl From<SignUpRefusal> for Problem {
    fn from(refusal: SignUpRefusal) -> Self {
        match refusal {
            SignUpRefusal::Closed => Self::new(ErrorCode::SignupClosed),
            // Without a full stop: there the template's texts differ.
            SignUpRefusal::Taken(AccountTaken::Email) => Self::new(ErrorCode::UserExists)
                .because("The user with this email already exists in the system"),
            SignUpRefusal::Taken(taken) => taken.into(),
            SignUpRefusal::Password(refusal) => refused_field("password", refusal.into()),
        }
    }
}

impl From<ReadUserRefusal> for Problem {
    fn from(refusal: ReadUserRefusal) -> Self {
        Self::new(match refusal {
            ReadUserRefusal::NotAllowed => ErrorCode::InsufficientPrivileges,
            ReadUserRefusal::NotFound => ErrorCode::UserNotFound,
        })
    }
}

impl From<UpdateUserRefusal> for Problem {
    fn from(refusal: UpdateUserRefusal) -> Self {
        match refusal {
            UpdateUserRefusal::NotFound => Self::new(ErrorCode::UserNotFound)
                .because("The user with this id does not exist in the system"),
            UpdateUserRefusal::Changed(refusal) => refusal.into(),
            UpdateUserRefusal::Taken(taken) => taken.into(),
            UpdateUserRefusal::LastSuperuser(refusal) => refusal.into(),
            UpdateUserRefusal::Password(refusal) => refused_field("password", refusal.into()),
            UpdateUserRefusal::Name(refusal) => refusal.into(),
            UpdateUserRefusal::TooMany(too_many) => too_many.into(),
        }
    }
}

impl From<UpdateProfileRefusal> for Problem {
    fn from(refusal: UpdateProfileRefusal) -> Self {
        match refusal {
            // The token of an account that is gone counts no more; that was only noticed late.
            UpdateProfileRefusal::Gone | UpdateProfileRefusal::StaleToken => {
                Self::new(ErrorCode::InvalidToken)
            }
            UpdateProfileRefusal::Changed(refusal) => refusal.into(),
            UpdateProfileRefusal::Taken(taken) => taken.into(),
            UpdateProfileRefusal::PasswordMissing => refused_field(
                "current_password",
                Violation::new("missing", "is required for another address"),
            ),
            UpdateProfileRefusal::PasswordIncorrect(incorrect) => incorrect.into(),
            UpdateProfileRefusal::Name(refusal) => refusal.into(),
            UpdateProfileRefusal::TooMany(too_many) => too_many.into(),
        }
    }
}

impl From<ChangePasswordRefusal> for Problem {
    fn from(refusal: ChangePasswordRefusal) -> Self {
        match refusal {
            ChangePasswordRefusal::TooMany(too_many) => too_many.into(),
            ChangePasswordRefusal::Incorrect(incorrect) => incorrect.into(),
            ChangePasswordRefusal::Same => Self::new(ErrorCode::SamePassword),
            ChangePasswordRefusal::Password(refusal) => {
                refused_field("new_password", refusal.into())
            }
        }
    }
}

impl From<DeleteUserRefusal> for Problem {
    fn from(refusal: DeleteUserRefusal) -> Self {
        match refusal {
            DeleteUserRefusal::StaleToken => Self::new(ErrorCode::InvalidToken),
            DeleteUserRefusal::NotFound => Self::new(ErrorCode::UserNotFound),
            DeleteUserRefusal::OwnSuperuser => Self::new(ErrorCode::UndeletableSuperuser),
            DeleteUserRefusal::LastSuperuser(_) => Self::new(ErrorCode::UndeletableSuperuser)
                .because("The last active superuser cannot be deleted"),
            DeleteUserRefusal::Changed(refusal) => refusal.into(),
        }
    }
}
