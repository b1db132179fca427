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
            Some(("postgres" | "postgresql", address)) if names_host(address) => {
                Ok(Self::Postgres(url))
            }
            Some(("postgres" | "postgresql", _)) => {
                Err("names no host, as in postgres://user:password@host/database")
            }
            _ => Err("must begin with sqlite:// or postgres:// and go on"),
        }
    }

    /// The same database; a SQLite file that is missing is not made.
    pub(crate) fn of_existing(&self) -> Self {
        match self {
            Self::Sqlite(url) => {
                Self::Sqlite(url.expose_secret().replace("mode=rwc", "mode=rw").into())
            }
            Self::Postgres(url) => Self::Postgres(url.clone()),
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

/// The driver would take a host from variables of its own, or this machine. A socket's folder is a host too, and
/// stands in a parameter.
fn names_host(address: &str) -> bool {
    let Some(address) = address.strip_prefix("//") else {
        return false;
    };
    let (authority, rest) =
        address.split_at(address.find(['/', '?', '#']).unwrap_or(address.len()));
    let (_, place) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (_, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    let is_host = |pair: &str| {
        let value = pair.split_once('=');
        value.is_some_and(|(name, value)| matches!(name, "host" | "hostaddr") && !value.is_empty())
    };
    !place.is_empty() && !place.starts_with(':') || parameters.split('&').any(is_host)
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

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("postgres://db/portico")]
    #[case("postgresql://user:s3cret@db:5432/portico?sslmode=require")]
    #[case("postgres://[::1]:5432/portico")]
    #[case("postgres://%2Frun%2Fpostgresql/portico")]
    #[case("postgres:///portico?user=portico&host=/run/postgresql")]
    fn a_server_is_named_by_the_address_or_by_a_parameter(#[case] url: &str) {
        assert!(matches!(
            StorageUrl::parse(url),
            Ok(StorageUrl::Postgres(_))
        ));
    }

    #[rstest]
    #[case("postgres:")]
    #[case("postgres://")]
    #[case("postgres:///portico")]
    #[case("postgres://:5432/portico")]
    #[case("postgres://user:s3cret@/portico")]
    #[case("postgres:///portico?host=&sslmode=require")]
    #[case("postgresql:db/portico")]
    fn a_server_without_a_host_is_refused(#[case] url: &str) {
        let reason = StorageUrl::parse(url).unwrap_err();
        assert!(reason.contains("host"), "{reason}");
    }
}
