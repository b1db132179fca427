//! The table `job_attempts`: the tries that failed.

use domain::job::{FailedAttempt, JobId};
use domain::ports::{ClaimRequest, StorageError};
use domain::timestamp::Timestamp;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    EntityTrait, FromQueryResult, QueryFilter, Statement, Value,
};

use super::entity::{Column, Entity};
use crate::errors::storage_error;
use crate::stored;

/// The number counts all failed tries of a job. The attempt begins anew when an operator wants it tried again.
const APPEND: &str = "INSERT INTO job_attempts (job_id, number, attempt, at, error) \
     SELECT id, (SELECT COUNT(*) FROM job_attempts WHERE job_id = $1) + 1, attempts, \
       CAST($2 AS BIGINT), CAST($3 AS TEXT) \
     FROM jobs WHERE id = $1";

const OF_A_JOB: &str =
    "SELECT attempt, at, error FROM job_attempts WHERE job_id = $1 ORDER BY number";

/// What is kept of a try whose worker never said how it ended: it was killed, or cut off from the database.
const LOST: &str = "the worker was lost before the try ended";

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

/// Keeps the last try of each of these jobs, which this claim has just taken, unless it is known how it ended. Every
/// failure is kept, so the last one that is kept tells.
pub(super) async fn note_lost(
    writer: &DatabaseConnection,
    claimed: &[Uuid],
    claim: &ClaimRequest,
) -> Result<(), DbErr> {
    if claimed.is_empty() {
        return Ok(());
    }
    let backend = writer.get_database_backend();
    let kept = writer.query_all_raw(lost(backend, claimed, claim)).await?;
    let kept: Result<Vec<Uuid>, _> = kept.iter().map(|row| row.try_get("", "job_id")).collect();
    Entity::update_many()
        .col_expr(Column::LastError, Expr::value(LOST))
        .filter(Column::Id.is_in(kept?))
        .filter(Column::Lease.eq(claim.lease.as_uuid()))
        .exec(writer)
        .await
        .map(drop)
}

fn lost(backend: DbBackend, claimed: &[Uuid], claim: &ClaimRequest) -> Statement {
    let values: [Value; 3] = [
        claim.now.unix_micros().into(),
        LOST.into(),
        claim.lease.as_uuid().into(),
    ];
    let first = values.len() + 1;
    let places: Vec<String> = (first..first + claimed.len())
        .map(|place| format!("${place}"))
        .collect();
    let sql = format!(
        "INSERT INTO job_attempts (job_id, number, attempt, at, error) \
         SELECT id, (SELECT COUNT(*) FROM job_attempts WHERE job_id = jobs.id) + 1, attempts - 1, \
           CAST($1 AS BIGINT), CAST($2 AS TEXT) \
         FROM jobs WHERE lease = $3 AND id IN ({places}) \
           AND attempts - 1 <> COALESCE((SELECT attempt FROM job_attempts \
             WHERE job_id = jobs.id ORDER BY number DESC LIMIT 1), 0) \
         RETURNING job_id",
        places = places.join(", "),
    );
    let ids = claimed.iter().map(|id| (*id).into());
    Statement::from_sql_and_values(backend, sql, values.into_iter().chain(ids))
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
