//! Users: who has an account, and the values that make one up.

mod account;
mod changes;
mod email;
mod full_name;
mod login_identifier;
mod search;
mod username;

pub use account::{LastSuperuser, LockedUser, User, UserCredentials, UserId, UserStored};
pub use changes::UserChanges;
pub use email::{Email, EmailError};
pub use full_name::{FullName, FullNameError};
pub use login_identifier::LoginIdentifier;
pub use search::{UserSearch, UserSearchError};
pub use username::{Username, UsernameError};
