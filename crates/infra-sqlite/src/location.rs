//! What a URL points to.

use std::path::PathBuf;
use std::str::FromStr;

use sqlx::sqlite::SqliteConnectOptions;

use crate::settings::SqliteSettings;

/// Where a database is.
#[derive(Clone, Debug)]
pub(crate) enum Location {
    /// In memory, gone with its last connection.
    Memory(SqliteConnectOptions),
    /// In a file.
    File(DatabaseFile),
}

/// A file and how to open it.
#[derive(Clone, Debug)]
pub(crate) struct DatabaseFile {
    pub(crate) path: PathBuf,
    pub(crate) make_if_missing: bool,
    pub(crate) options: SqliteConnectOptions,
}

impl Location {
    /// Reads the URL. The error is a text for the operator.
    pub(crate) fn of(settings: &SqliteSettings) -> Result<Self, String> {
        let url = &settings.url;
        let options = SqliteConnectOptions::from_str(url)
            .map_err(|error| format!("the URL of the SQLite database is not one: {error}"))?;
        if url.contains(":memory:") || has_mode(url, "memory") {
            return Ok(Self::Memory(options));
        }
        let path = settings.data_dir.join(options.get_filename());
        Ok(Self::File(DatabaseFile {
            make_if_missing: has_mode(url, "rwc"),
            options: options.filename(&path),
            path,
        }))
    }
}

/// Whether the URL asks for this mode; the driver does not tell which one it read.
fn has_mode(url: &str, mode: &str) -> bool {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    query
        .split('&')
        .any(|it| it.strip_prefix("mode=") == Some(mode))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(url: &str) -> Result<Location, String> {
        Location::of(&SqliteSettings {
            url: url.to_owned(),
            data_dir: PathBuf::from("/srv/portico"),
            max_connections: 4,
        })
    }

    fn file(url: &str) -> DatabaseFile {
        match location(url).unwrap() {
            Location::File(file) => file,
            Location::Memory(_) => panic!("{url} is not in memory"),
        }
    }

    #[test]
    fn a_relative_path_is_inside_the_data_directory() {
        let file = file("sqlite://portico.db?mode=rwc");
        assert_eq!(file.path, PathBuf::from("/srv/portico/portico.db"));
        assert_eq!(file.options.get_filename(), file.path);
        assert!(file.make_if_missing);
    }

    #[test]
    fn an_absolute_path_stays_as_it_is() {
        let file = file("sqlite:///var/lib/accounts.db");
        assert_eq!(file.path, PathBuf::from("/var/lib/accounts.db"));
        assert!(!file.make_if_missing);
    }

    #[test]
    fn both_ways_to_write_memory_are_understood() {
        for url in [
            "sqlite::memory:",
            "sqlite://:memory:",
            "sqlite://x?mode=memory",
        ] {
            assert!(matches!(location(url), Ok(Location::Memory(_))), "{url}");
        }
    }

    #[test]
    fn a_url_with_an_unknown_mode_is_refused() {
        assert!(location("sqlite://portico.db?mode=write").is_err());
    }
}
