//! The one place where errors of the drivers are judged: whether waiting helps, whether asking again
//! does, or neither. What a statement carried never gets into a text, only the database's own message.

use domain::ports::{SchemaError, StorageError};
use sea_orm::sqlx::error::DatabaseError;
use sea_orm::{DbErr, RuntimeErr, SqlErr, SqlxError, SqlxSqliteError};

/// What an error means to whoever waits for storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    /// Not now; later it may work (I6).
    Unavailable,
    /// Not for us: the wrong name, password, database or certificate (I14).
    Refused,
    /// Not at all: a statement or a row is wrong.
    Failed,
}

/// The error that a port of the unit of work, a query or a source gives.
#[must_use]
#[expect(
    clippy::needless_pass_by_value,
    reason = "the argument of every `map_err`"
)]
pub fn storage_error(error: DbErr) -> StorageError {
    match judge(&error) {
        Trouble::Unavailable | Trouble::Refused => StorageError::Unavailable(words(&error)),
        Trouble::Failed => StorageError::Failed(words(&error)),
    }
}

/// The error that the schema gives.
#[must_use]
#[expect(
    clippy::needless_pass_by_value,
    reason = "the argument of every `map_err`"
)]
pub fn schema_error(error: DbErr) -> SchemaError {
    match judge(&error) {
        Trouble::Unavailable => SchemaError::Unavailable(words(&error)),
        Trouble::Refused => SchemaError::Refused(words(&error)),
        Trouble::Failed => SchemaError::Failed(words(&error)),
    }
}

/// What an error says to an operator: the database's own message and code, without the place in its source code.
pub(crate) fn words(error: &DbErr) -> String {
    match driver(error) {
        Some(SqlxError::Database(cause)) => {
            let code = cause.code().unwrap_or_default();
            format!("{} ({code})", cause.message())
        }
        _ => error.to_string(),
    }
}

/// Whether an INSERT that passes conflicts over has written its row.
pub(crate) fn was_inserted(result: Result<u64, DbErr>) -> Result<bool, StorageError> {
    match result {
        Ok(rows) => Ok(rows > 0),
        Err(DbErr::RecordNotInserted) => Ok(false),
        Err(error) => Err(storage_error(error)),
    }
}

/// Whether a unique index stood in the way.
pub(crate) fn is_clash(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

fn judge(error: &DbErr) -> Trouble {
    match (error, driver(error)) {
        (DbErr::ConnectionAcquire(_), _) => Trouble::Unavailable,
        (_, Some(cause)) => judge_driver(cause),
        _ => Trouble::Failed,
    }
}

fn driver(error: &DbErr) -> Option<&SqlxError> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => Some(cause),
        _ => None,
    }
}

fn judge_driver(error: &SqlxError) -> Trouble {
    match error {
        SqlxError::Io(_)
        | SqlxError::Protocol(_)
        | SqlxError::PoolTimedOut
        | SqlxError::PoolClosed
        | SqlxError::WorkerCrashed => Trouble::Unavailable,
        SqlxError::Tls(_) | SqlxError::Configuration(_) => Trouble::Refused,
        SqlxError::Database(cause) => judge_database(&**cause),
        _ => Trouble::Failed,
    }
}

fn judge_database(error: &dyn DatabaseError) -> Trouble {
    let code = error.code().unwrap_or_default();
    if error.try_downcast_ref::<SqlxSqliteError>().is_some() {
        judge_sqlite(code.parse().unwrap_or_default())
    } else {
        judge_sqlstate(&code)
    }
}

/// SQLite's result codes (<https://sqlite.org/rescode.html>): the low byte is the kind.
const fn judge_sqlite(code: u32) -> Trouble {
    const BUSY: u32 = 5;
    const LOCKED: u32 = 6;
    const READ_ONLY: u32 = 8;
    const IO_ERROR: u32 = 10;
    const FULL: u32 = 13;
    const CANNOT_OPEN: u32 = 14;
    match code & 0xff {
        BUSY | LOCKED | READ_ONLY | IO_ERROR | FULL | CANNOT_OPEN => Trouble::Unavailable,
        _ => Trouble::Failed,
    }
}

/// PostgreSQL's error codes (appendix A of its manual): the first two characters are the class.
fn judge_sqlstate(code: &str) -> Trouble {
    match code {
        // Read only, idle in a transaction for too long, no lock in time, cancelled for lack of time.
        "25006" | "25P03" | "55P03" | "57014" => Trouble::Unavailable,
        // No such database, and a role that may not do this: its grants are an operator's to mend (H5).
        "3D000" | "42501" => Trouble::Refused,
        _ => match code.get(..2).unwrap_or_default() {
            // Connection, lost races and deadlocks, resources, shutting down, the system around it.
            "08" | "40" | "53" | "57" | "58" => Trouble::Unavailable,
            // Authorisation.
            "28" => Trouble::Refused,
            _ => Trouble::Failed,
        },
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::ConnAcquireErr;

    use super::*;

    fn driver(error: SqlxError) -> DbErr {
        DbErr::Query(RuntimeErr::SqlxError(error.into()))
    }

    // I6, I7
    #[test]
    fn what_passes_is_unavailable() {
        let connection_lost = SqlxError::Io(std::io::ErrorKind::ConnectionReset.into());
        for error in [
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
            driver(connection_lost),
            driver(SqlxError::PoolTimedOut),
            driver(SqlxError::WorkerCrashed),
        ] {
            let mapped = storage_error(error);
            assert!(matches!(mapped, StorageError::Unavailable(_)), "{mapped:?}");
        }
    }

    // I6
    #[test]
    fn postgres_codes_of_an_outage_are_unavailable() {
        for code in [
            "08006", "25006", "25P03", "40001", "40P01", "53100", "53300", "55P03", "57014",
            "57P01", "57P03", "58030",
        ] {
            assert_eq!(judge_sqlstate(code), Trouble::Unavailable, "{code}");
        }
    }

    // I14
    #[test]
    fn a_wrong_password_database_or_right_is_refused() {
        for code in ["28P01", "28000", "3D000", "42501"] {
            assert_eq!(judge_sqlstate(code), Trouble::Refused, "{code}");
        }
    }

    // I17
    #[test]
    fn extended_sqlite_codes_count_as_their_kind() {
        let busy_snapshot = 517;
        let disk_io_of_a_write = 778;
        for code in [5, 6, 8, 13, 14, busy_snapshot, disk_io_of_a_write] {
            assert_eq!(judge_sqlite(code), Trouble::Unavailable, "{code}");
        }
    }

    #[test]
    fn a_wrong_statement_has_failed() {
        let unique_violation = 2067;
        assert_eq!(judge_sqlite(unique_violation), Trouble::Failed);
        assert_eq!(judge_sqlstate("42601"), Trouble::Failed);
        assert_eq!(judge_sqlstate(""), Trouble::Failed);
        let missing = storage_error(driver(SqlxError::RowNotFound));
        assert!(matches!(missing, StorageError::Failed(_)), "{missing:?}");
    }

    // Storage answers 503 while it refuses us, whatever the reason; only the start looks closer.
    #[test]
    fn a_refusal_is_told_apart_at_the_start_only() {
        let tls = || driver(SqlxError::Tls("no TLS here".into()));
        assert!(matches!(storage_error(tls()), StorageError::Unavailable(_)));
        assert!(matches!(schema_error(tls()), SchemaError::Refused(_)));
    }
}
