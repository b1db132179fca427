//! The table `job_attempts`: the tries that failed.

use domain::job::{FailedAttempt, JobId};
use domain::ports::StorageError;
use domain::timestamp::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Statement, Value};

use crate::errors::storage_error;
use crate::stored;

/// The number counts all failed tries of a job. The attempt begins anew when an operator wants it tried again.
const APPEND: &str = "INSERT INTO job_attempts (job_id, number, attempt, at, error) \
     SELECT id, (SELECT COUNT(*) FROM job_attempts WHERE job_id = $1) + 1, attempts, \
       CAST($2 AS BIGINT), CAST($3 AS TEXT) \
     FROM jobs WHERE id = $1";

const OF_A_JOB: &str =
    "SELECT attempt, at, error FROM job_attempts WHERE job_id = $1 ORDER BY number";

#[derive(FromQueryResult)]
struct AttemptRow {
    attempt: i64,
    at: i64,
    error: String,
}

/// Keeps the error of a job that this transaction has just settled, so that nobody else numbers its tries.
pub(super) async fn append(
    transaction: &DatabaseTransaction,
    job: JobId,
    error: String,
    now: Timestamp,
) -> Result<(), StorageError> {
    let values: [Value; 3] = [job.as_uuid().into(), now.unix_micros().into(), error.into()];
    let backend = transaction.get_database_backend();
    let append = Statement::from_sql_and_values(backend, APPEND, values);
    let appended = transaction.execute_raw(append).await;
    appended.map(drop).map_err(storage_error)
}

/// The failed tries of a job, in their order.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    job: JobId,
) -> Result<Vec<FailedAttempt>, StorageError> {
    let backend = db.get_database_backend();
    let of_job = Statement::from_sql_and_values(backend, OF_A_JOB, [job.as_uuid().into()]);
    let rows = AttemptRow::find_by_statement(of_job).all(db).await;
    let rows = rows.map_err(storage_error)?.into_iter();
    rows.map(FailedAttempt::try_from).collect()
}

impl TryFrom<AttemptRow> for FailedAttempt {
    type Error = StorageError;

    fn try_from(row: AttemptRow) -> Result<Self, Self::Error> {
        Ok(Self {
            attempt: stored::count("attempt", row.attempt)?,
            at: Timestamp::from_unix_micros(row.at),
            error: row.error,
        })
    }
}
