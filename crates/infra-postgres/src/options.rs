//! What every connection asks of the server.

use std::str::FromStr;

use domain::ports::StorageError;
use sqlx::postgres::PgConnectOptions;

/// The name in `pg_stat_activity`.
const APPLICATION: &str = "portico";

/// What the driver reads in the query of the URL, besides `options[..]`.
const PARAMETERS: &[&str] = &[
    "application_name",
    "dbname",
    "host",
    "hostaddr",
    "options",
    "password",
    "port",
    "ssl-ca",
    "ssl-cert",
    "ssl-key",
    "ssl-mode",
    "ssl-root-cert",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "statement-cache-capacity",
    "user",
];

/// Reads the URL. The error never holds it, since a password is in it (H2).
pub(crate) fn parse(url: &str) -> Result<PgConnectOptions, StorageError> {
    check_parameters(url)?;
    let options = PgConnectOptions::from_str(url).map_err(|error| {
        StorageError::Failed(format!(
            "the URL of the PostgreSQL database is not one: {error}"
        ))
    })?;
    Ok(options.application_name(APPLICATION))
}

/// Refuses what the driver would pass over: it logs the value of such a parameter, and that may be a
/// password under a mistyped name (H2).
fn check_parameters(url: &str) -> Result<(), StorageError> {
    let Some(query) = query_of(url) else {
        return Ok(());
    };
    let mut names = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').map_or(pair, |(name, _)| name));
    match names.find(|name| !is_known(name)) {
        None => Ok(()),
        Some(unknown) => Err(StorageError::Failed(unknown_parameter(query, unknown))),
    }
}

fn query_of(url: &str) -> Option<&str> {
    let (url, _fragment) = url.split_once('#').unwrap_or((url, ""));
    url.split_once('?').map(|(_, query)| query)
}

fn is_known(name: &str) -> bool {
    name.starts_with("options[") || PARAMETERS.contains(&name)
}

/// Names the parameter only where it cannot be a piece of a password: one with an unescaped `?` makes the
/// rest of itself look like a query, up to the `@` before the host.
fn unknown_parameter(query: &str, name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let can_be_named =
        !query.contains('@') && query.contains(&format!("{name}=")) && name.chars().all(is_plain);
    if can_be_named {
        format!("the URL of the PostgreSQL database has the unknown parameter `{name}`")
    } else {
        "the URL of the PostgreSQL database has an unknown parameter".to_owned()
    }
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

    // H2: the driver would log their values.
    #[test]
    fn an_unknown_parameter_is_refused_by_its_name_alone() {
        for (url, named) in [
            ("postgres://db/portico?pasword=canary", "`pasword`"),
            (
                "postgres://db/p?sslmode=require&sslpassword=canary",
                "`sslpassword`",
            ),
            ("postgres://db/p?password=x&canary", "an unknown parameter"),
            ("postgres://db/p?%70asswort=canary", "an unknown parameter"),
            ("postgres://u:12?canary=canary@db/p", "an unknown parameter"),
        ] {
            let error = parse(url).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
            assert!(!error.contains("canary"), "{error}");
        }
    }

    #[test]
    fn every_parameter_that_the_driver_reads_is_taken() {
        let url = "postgres://db/p?sslmode=verify-full&sslrootcert=ca.pem&options[work_mem]=8MB\
                   &statement-cache-capacity=9&user=ada&password=s3cr&t&&dbname=q#fragment?x=y";
        assert!(parse(&url.replace("&t", "%26t")).is_ok());
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
