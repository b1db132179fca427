//! What somebody logs in as.

use super::{Email, Username};

/// What was typed into the log-in's name field: an address when it has an `@`, a username otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginIdentifier {
    /// An e-mail address.
    Email(Email),
    /// A username.
    Username(Username),
    /// Something that no account can have. Log-in takes as long for it as for any other (C1).
    Impossible,
}

impl LoginIdentifier {
    /// Reads an identifier. It never fails: what no account can have simply finds none.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text.contains('@') {
            Email::parse(text).map_or(Self::Impossible, Self::Email)
        } else {
            Username::parse(text).map_or(Self::Impossible, Self::Username)
        }
    }
}
