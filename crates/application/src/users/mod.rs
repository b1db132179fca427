//! Users: superusers make, change and delete accounts, and their owners look after their own.

mod account;
mod account_writer;
mod change_password;
mod create_superuser;
mod create_user;
mod delete_user;
mod password_check;
mod read_user;
mod sign_up;
mod update_profile;
mod update_user;

pub use account::AccountTaken;
pub(crate) use account::NewPasswords;
pub(crate) use account_writer::{AccountChange, AccountWriter};
pub use change_password::{ChangePassword, ChangePasswordCommand, ChangePasswordRefusal};
pub use create_superuser::{CreateSuperuser, CreateSuperuserCommand, SuperuserCreation};
pub use create_user::{CreateUser, CreateUserCommand, CreateUserRefusal};
pub use delete_user::{DeleteUser, DeleteUserCommand, DeleteUserRefusal};
pub use password_check::{IncorrectPassword, PasswordIsUsername};
pub use read_user::{FoundUsers, ListUsers, ReadUser, ReadUserRefusal};
pub use sign_up::{SignUp, SignUpCommand, SignUpRefusal};
pub(crate) use update_profile::UpdateProfileError;
pub use update_profile::{UpdateProfile, UpdateProfileCommand, UpdateProfileRefusal};
pub use update_user::{UpdateUser, UpdateUserCommand, UpdateUserRefusal};

use crate::{Policies, Ports};

/// What can be done with users.
#[derive(Clone)]
pub struct UseCases {
    /// Makes the first superuser.
    pub create_superuser: CreateSuperuser,
    /// Makes an account for somebody.
    pub create: CreateUser,
    /// Makes the account of whoever asks.
    pub sign_up: SignUp,
    /// Reads one account.
    pub read: ReadUser,
    /// Lists accounts.
    pub list: ListUsers,
    /// Changes any account.
    pub update: UpdateUser,
    /// Changes the own record.
    pub update_profile: UpdateProfile,
    /// Changes the own password.
    pub change_password: ChangePassword,
    /// Deletes an account.
    pub delete: DeleteUser,
}

impl UseCases {
    /// Makes them over these adapters.
    #[must_use]
    pub fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            create_superuser: CreateSuperuser::new(ports, policies),
            create: CreateUser::new(ports, policies),
            sign_up: SignUp::new(ports, policies),
            read: ReadUser::new(ports),
            list: ListUsers::new(ports),
            update: UpdateUser::new(ports, policies),
            update_profile: UpdateProfile::new(ports, policies),
            change_password: ChangePassword::new(ports, policies),
            delete: DeleteUser::new(ports, policies),
        }
    }
}
