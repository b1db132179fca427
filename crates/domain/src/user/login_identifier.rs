//! What somebody logs in as.

use super::{Email, Username};

/// What was typed into the log-in's name field: an address when it has an `@`, a username otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginIdentifier {
    /// An e-mail address.
    Email(Email),
    /// A username.
    Username(Username),
    /// Something that no account can have. Log-in takes as long for it as for any other (C1), and limits count it
    /// as any other.
    Impossible(String),
}

impl LoginIdentifier {
    /// Reads an identifier. It never fails: what no account can have simply finds none.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text.contains('@') {
            Email::parse(text).map_or_else(|_| Self::impossible(text), Self::Email)
        } else {
            Username::parse(text).map_or_else(|_| Self::impossible(text), Self::Username)
        }
    }

    /// The form that finds an account, and under which limits count: whether there is an account or not.
    #[must_use]
    pub fn canonical(&self) -> &str {
        match self {
            Self::Email(email) => email.canonical(),
            Self::Username(name) => name.canonical(),
            Self::Impossible(text) => text,
        }
    }

    /// Nothing that no account can have needs to be told apart beyond its first characters.
    fn impossible(text: &str) -> Self {
        Self::Impossible(text.chars().take(255).collect())
    }
}
