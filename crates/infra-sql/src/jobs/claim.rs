//! What workers ask the index of unfinished jobs: its order is priority, then the moment from which a job is due.

use domain::job::{ClaimedJob, JobKind, JobPriority};
use domain::ports::ClaimRequest;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, FromQueryResult, Statement, Value};

use super::priority::rank;
use super::row::ClaimedRow;
use crate::dialect::Dialect;

/// Takes the jobs that are due, priority by priority and oldest first. One statement for all would have to pass
/// every job of a higher priority that is not due yet.
pub(super) async fn execute(
    writer: &DatabaseConnection,
    dialect: Dialect,
    request: &ClaimRequest,
) -> Result<Vec<ClaimedJob>, DbErr> {
    let mut claimed = Vec::new();
    for priority in JobPriority::ALL {
        let taken = u32::try_from(claimed.len()).unwrap_or(u32::MAX);
        let room = request.limit.saturating_sub(taken);
        if room == 0 {
            break;
        }
        let claim = statement(writer, dialect, request, priority, room);
        match ClaimedRow::find_by_statement(claim).all(writer).await {
            Ok(rows) => claimed.extend(in_order(rows)),
            // What was taken already is this worker's now and must be worked on.
            Err(_) if !claimed.is_empty() => break,
            Err(error) => return Err(error),
        }
    }
    let jobs = claimed.into_iter().map(|row| row.into_job(request.lease));
    Ok(jobs.collect())
}

/// `RETURNING` promises no order.
fn in_order(mut rows: Vec<ClaimedRow>) -> Vec<ClaimedRow> {
    rows.sort_by_key(|row| (row.run_at, row.id));
    rows
}

/// One statement, so that there is no moment between finding a job and taking it.
///
/// The part in front is judged once, and the rows that it gives are locked: a subquery in its place could
/// be judged again for each row, and lock more of them than were asked for. The columns are listed, so
/// that a later step of the schema does not change the shape of a statement that is prepared already.
pub(super) fn statement(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    request: &ClaimRequest,
    priority: JobPriority,
    room: u32,
) -> Statement {
    let sql = format!(
        "WITH due AS ( \
           SELECT id FROM jobs WHERE priority = {rank} AND due_at <= $1 {others} \
           ORDER BY due_at, id LIMIT $2 {skip_locked} \
         ) \
         UPDATE jobs SET state = 'running', attempts = attempts + 1, lease = $3, due_at = $4 \
         WHERE id IN (SELECT id FROM due) RETURNING {columns}",
        rank = rank(priority),
        others = is_none_of(&request.except, 5),
        skip_locked = dialect.skip_locked(),
        columns = ClaimedRow::COLUMNS,
    );
    let values: [Value; 4] = [
        request.now.unix_micros().into(),
        i64::from(room).into(),
        request.lease.as_uuid().into(),
        request.leased_until.unix_micros().into(),
    ];
    let values = values.into_iter().chain(names(&request.except));
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

/// From when on the next job can be claimed.
pub(super) async fn next_due(
    db: &impl ConnectionTrait,
    except: &[JobKind],
) -> Result<Option<i64>, DbErr> {
    let row = db.query_one_raw(earliest(db, except)).await?;
    row.map_or(Ok(None), |row| row.try_get("", "due_at"))
}

/// The first entry of each priority. That `due_at` is known says nothing new, but only then SQLite takes the index
/// of unfinished jobs.
pub(super) fn earliest(db: &impl ConnectionTrait, except: &[JobKind]) -> Statement {
    let others = is_none_of(except, 1);
    let of = |priority| {
        format!(
            "SELECT MIN(due_at) AS due_at FROM jobs \
             WHERE priority = {rank} AND due_at IS NOT NULL {others}",
            rank = rank(priority),
        )
    };
    let each = JobPriority::ALL.map(of).join(" UNION ALL ");
    let sql = format!("SELECT MIN(due_at) AS due_at FROM ({each}) AS earliest");
    Statement::from_sql_and_values(db.get_database_backend(), sql, names(except))
}

/// A condition on the kind, whose placeholders begin with this number.
fn is_none_of(kinds: &[JobKind], first: usize) -> String {
    if kinds.is_empty() {
        return String::new();
    }
    let places = (first..).take(kinds.len()).map(|place| format!("${place}"));
    let places: Vec<String> = places.collect();
    format!("AND kind NOT IN ({})", places.join(", "))
}

fn names(kinds: &[JobKind]) -> impl Iterator<Item = Value> {
    kinds.iter().map(|kind| kind.as_str().into())
}
