//! The values that make up a user.

mod email;
mod full_name;
mod login_identifier;
mod username;
mod version;
