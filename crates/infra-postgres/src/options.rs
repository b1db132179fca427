//! What every connection asks of the server.

use std::str::FromStr;

use domain::ports::StorageError;
use sqlx::postgres::PgConnectOptions;

/// The name in `pg_stat_activity`.
const APPLICATION: &str = "portico";

/// Reads the URL. The error never holds it, since a password is in it (H2).
pub(crate) fn parse(url: &str) -> Result<PgConnectOptions, StorageError> {
    let options = PgConnectOptions::from_str(url).map_err(|error| {
        StorageError::Failed(format!(
            "the URL of the PostgreSQL database is not one: {error}"
        ))
    })?;
    Ok(options.application_name(APPLICATION))
}

/// For requests and workers: whoever takes longer than these gives up, so that one stuck client cannot
/// keep the rows or the connections of all others (I6, I7).
pub(crate) fn for_requests(server: PgConnectOptions) -> PgConnectOptions {
    server.options([
        ("statement_timeout", "10s"),
        ("lock_timeout", "5s"),
        ("idle_in_transaction_session_timeout", "30s"),
    ])
}

/// For changes of the schema: an index over many rows takes its time, but waiting for somebody else's
/// lock would keep everyone who comes later waiting as well.
pub(crate) fn for_migrations(server: PgConnectOptions) -> PgConnectOptions {
    server.options([("statement_timeout", "0"), ("lock_timeout", "5s")])
}

#[cfg(test)]
mod tests {
    use super::*;

    // H2
    #[test]
    fn a_wrong_url_is_refused_without_being_shown() {
        for url in [
            "postgres://portico:canary@localhost:port/portico",
            "postgres://portico:canary@localhost/portico?sslmode=canary-mode-x",
            "canary",
        ] {
            let error = parse(url).unwrap_err();
            assert!(matches!(&error, StorageError::Failed(_)), "{error:?}");
            assert!(!error.to_string().contains("canary@"), "{error}");
        }
    }

    // I6
    #[test]
    fn requests_have_time_limits() {
        let options = for_requests(parse("postgres://localhost/portico").unwrap());
        let sent = options.get_options().unwrap_or_default();
        for limit in ["statement_timeout=10s", "lock_timeout=5s", "=30s"] {
            assert!(sent.contains(limit), "{sent}");
        }
        assert_eq!(options.get_application_name(), Some("portico"));
    }
}
