//! The values that make up a user.

mod changes;
mod email;
mod full_name;
mod login_identifier;
mod search;
mod superusers;
mod username;

use portico_domain::timestamp::Timestamp;
use portico_domain::user::{Email, FullName, User, UserId, Username};
use uuid::Uuid;

fn email(text: &str) -> Email {
    Email::parse(text).expect("an address")
}

/// A user with a value in every field, at the first version.
fn a_user() -> User {
    let id = UserId::from_uuid(Uuid::from_u128(7));
    User {
        username: Some(Username::parse("Kim").expect("a username")),
        full_name: Some(FullName::parse("Kim Example").expect("a name")),
        ..User::new(
            id,
            email("Kim@example.com"),
            Timestamp::from_unix_seconds(1_000),
        )
    }
}
