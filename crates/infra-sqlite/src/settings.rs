//! Where the database is and how many may read it at once.

use std::path::PathBuf;

/// The settings of SQLite storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqliteSettings {
    /// `sqlite://portico.db?mode=rwc`, or `sqlite::memory:` for tests. `mode=rwc` makes a missing file.
    pub url: String,
    /// What a relative path in the URL is taken inside of.
    pub data_dir: PathBuf,
    /// How many connections at the most: one writes, the others read. There is always one that reads.
    pub max_connections: u32,
}
