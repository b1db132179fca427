//! `[storage]`

use std::num::NonZeroU32;

use secrecy::{ExposeSecret, SecretString};

use super::values::Values;
use super::{SettingsError, parse};

/// Where accounts are kept.
#[derive(Clone, Debug)]
pub struct StorageSettings {
    /// Which database, and where.
    pub url: StorageUrl,
    /// Most connections.
    pub max_connections: NonZeroU32,
    /// Who applies migrations.
    pub migrate: MigrationMode,
}

/// A database's address.
#[derive(Clone, Debug)]
pub enum StorageUrl {
    /// `sqlite://`: a file; a relative path is in the data directory.
    Sqlite(SecretString),
    /// `postgres://` or `postgresql://`: a server.
    Postgres(SecretString),
}

/// Who applies migrations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MigrationMode {
    /// `serve` and `worker`, when they start.
    Auto,
    /// Only `portico migrate`, so that they need no right to change the schema (H5).
    Never,
}

impl StorageSettings {
    /// The key of the database's address.
    pub(crate) const URL: &str = "storage.url";

    pub(super) fn read(values: &Values) -> Result<Self, SettingsError> {
        Ok(Self {
            url: values.required(Self::URL, StorageUrl::parse)?,
            max_connections: values.required("storage.max_connections", parse::number)?,
            migrate: values.required("storage.migrate", MigrationMode::parse)?,
        })
    }
}

impl StorageUrl {
    fn parse(text: &str) -> Result<Self, parse::Reason> {
        let url = SecretString::from(text);
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.trim_start_matches('/').is_empty() => {
                Ok(Self::Sqlite(url))
            }
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(url)),
            _ => Err("must begin with sqlite:// or postgres:// and go on"),
        }
    }

    /// The whole URL, a password in it included.
    #[must_use]
    pub fn expose(&self) -> &str {
        match self {
            Self::Sqlite(url) | Self::Postgres(url) => url.expose_secret(),
        }
    }
}

impl MigrationMode {
    fn parse(text: &str) -> Result<Self, parse::Reason> {
        match text {
            "auto" => Ok(Self::Auto),
            "never" => Ok(Self::Never),
            _ => Err("must be auto or never"),
        }
    }
}
