//! The two ways to run Portico.

use std::path::Path;

use test_services::{Postgres, Redis};

/// What Portico runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetUp {
    /// SQLite, everything else in the process: nothing to install.
    Embedded,
    /// PostgreSQL and Redis, which many instances share.
    ScaleOut,
}

impl SetUp {
    /// The environment variables of a new, empty installation in this folder. Hashing is cheap, a stop is not
    /// delayed for a proxy, everything else is as a developer would have it.
    #[must_use]
    pub fn variables(self, data_dir: &Path) -> Vec<(String, String)> {
        let mut variables = vec![
            ("PORTICO__DATA_DIR", data_dir.display().to_string()),
            ("PORTICO__HTTP__BIND", "127.0.0.1:0".to_owned()),
            ("PORTICO__HTTP__WORKERS", "2".to_owned()),
            ("PORTICO__PASSWORDS__BCRYPT_COST", "4".to_owned()),
            ("PORTICO__LOG__LEVEL", "warn".to_owned()),
            ("PORTICO__HTTP__STOP_DELAY", "0s".to_owned()),
        ];
        if self == Self::ScaleOut {
            variables.push((
                "PORTICO__STORAGE__URL",
                Postgres::shared().url_for_new_database(),
            ));
            variables.push(("PORTICO__REDIS__URL", Redis::shared().url()));
        }
        variables
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect()
    }
}
