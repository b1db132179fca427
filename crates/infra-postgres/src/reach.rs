//! One connection, to find out why there is none.

use std::io::ErrorKind;
use std::time::Duration;

use domain::ports::StorageError;
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Error};

use crate::{PostgresSettings, options};

/// Below the 2 seconds in which the other parts of a report answer.
const PATIENCE: Duration = Duration::from_millis(1_800);

/// Connects once and without the pool, which tries again for as long as its caller waits and hides the cause by that.
///
/// # Errors
/// Says why not, for an operator: [`StorageError::Failed`] when the URL is not one.
pub async fn reach(settings: &PostgresSettings) -> Result<(), StorageError> {
    let server = options::parse(&settings.url)?;
    match tokio::time::timeout(PATIENCE, PgConnection::connect_with(&server)).await {
        Ok(Ok(connection)) => {
            // Who has got this far has been answered.
            connection.close().await.ok();
            Ok(())
        }
        Ok(Err(error)) => Err(StorageError::Unavailable(cause(&error))),
        Err(_) => Err(StorageError::Unavailable(format!(
            "no answer within {PATIENCE:?}"
        ))),
    }
}

fn cause(error: &Error) -> String {
    match error {
        Error::Database(refusal) => refusal.message().to_owned(),
        Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused => {
            "the connection was refused".to_owned()
        }
        Error::Io(error) => error.to_string(),
        other => other.to_string(),
    }
}
