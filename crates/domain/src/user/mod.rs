//! Users: who has an account, and the values that make one up.

mod account;
mod email;
mod full_name;
mod login_identifier;
mod username;

pub use account::{User, UserCredentials, UserId, UserInsertion, Version};
pub use email::{Email, EmailError};
pub use full_name::{FullName, FullNameError};
pub use login_identifier::LoginIdentifier;
pub use username::{Username, UsernameError};
