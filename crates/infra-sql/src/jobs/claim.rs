//! A claim: one statement, so that there is no moment between finding a job and taking it.

use domain::job::ClaimedJob;
use domain::ports::ClaimRequest;
use sea_orm::{DatabaseConnection, DbErr, FromQueryResult, Statement, Value};

use super::row::ClaimedRow;
use crate::dialect::Dialect;

/// Takes the jobs that are due, oldest first.
pub(crate) async fn execute(
    writer: &DatabaseConnection,
    dialect: Dialect,
    request: &ClaimRequest,
) -> Result<Vec<ClaimedJob>, DbErr> {
    let backend = writer.get_database_backend();
    let claim = Statement::from_sql_and_values(backend, sql(dialect), values(request));
    let mut rows = ClaimedRow::find_by_statement(claim).all(writer).await?;
    // `RETURNING` promises no order.
    rows.sort_by_key(|row| (row.run_at, row.id));
    let jobs = rows.into_iter().map(|row| row.into_job(request.lease));
    Ok(jobs.collect())
}

/// The part in front is judged once, and the rows that it gives are locked: a subquery in its place could
/// be judged again for each row, and lock more of them than were asked for. The columns are listed, so
/// that a later step of the schema does not change the shape of a statement that is prepared already.
fn sql(dialect: Dialect) -> String {
    format!(
        "WITH due AS ( \
           SELECT id FROM jobs WHERE due_at <= $1 ORDER BY due_at, id LIMIT $2 {skip_locked} \
         ) \
         UPDATE jobs SET state = 'running', attempts = attempts + 1, lease = $3, due_at = $4 \
         WHERE id IN (SELECT id FROM due) RETURNING {columns}",
        skip_locked = dialect.skip_locked(),
        columns = ClaimedRow::COLUMNS,
    )
}

fn values(request: &ClaimRequest) -> [Value; 4] {
    [
        request.now.unix_micros().into(),
        i64::from(request.limit).into(),
        request.lease.as_uuid().into(),
        request.leased_until.unix_micros().into(),
    ]
}
