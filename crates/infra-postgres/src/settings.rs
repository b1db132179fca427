//! Where the database is and how many connections it may be asked for.

use std::fmt;

/// The settings of PostgreSQL storage.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresSettings {
    /// `postgres://user:password@host:port/database?sslmode=verify-full`.
    pub url: String,
    /// How many connections at the most.
    pub max_connections: u32,
}

/// Without the URL, since a password is in it (H2).
impl fmt::Debug for PostgresSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresSettings")
            .field("max_connections", &self.max_connections)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // H2
    #[test]
    fn settings_do_not_show_the_password() {
        let settings = PostgresSettings {
            url: "postgres://portico:canary@localhost/portico".to_owned(),
            max_connections: 10,
        };
        assert!(!format!("{settings:?}").contains("canary"));
    }
}
