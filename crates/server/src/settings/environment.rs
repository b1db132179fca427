//! Where the server runs.

use super::parse::Reason;

/// Whether strangers can reach the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// A laptop or a test: conveniences are on.
    Development,
    /// Strangers can reach it: weak secrets are refused, and nothing is made up.
    Production,
}

impl Environment {
    pub(crate) fn parse(name: &str) -> Result<Self, Reason> {
        match name {
            "development" => Ok(Self::Development),
            "production" => Ok(Self::Production),
            _ => Err("must be development or production"),
        }
    }

    /// The name, as the configuration has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Production => "production",
        }
    }

    /// Whether this is [`Production`](Self::Production).
    #[must_use]
    pub const fn is_production(self) -> bool {
        matches!(self, Self::Production)
    }
}
