//! What workers ask the index of unfinished jobs: its order is priority, then the moment from which a job is due.

use domain::job::{ClaimedJob, JobKind, JobPriority};
use domain::ports::ClaimRequest;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, FromQueryResult, Statement, Value};

use super::attempts;
use super::priority::rank;
use super::row::ClaimedRow;
use crate::dialect::Dialect;

/// The placeholders of a claim: that of the limit, and the first of the bounded kinds, which their rooms follow.
const LIMIT: usize = 2;
const KINDS: usize = 5;

/// Takes the jobs that are due, priority by priority and oldest first. One statement for all would have to pass
/// every job of a higher priority that is not due yet.
pub(super) async fn execute(
    writer: &DatabaseConnection,
    dialect: Dialect,
    request: &ClaimRequest,
) -> Result<Vec<ClaimedJob>, DbErr> {
    let mut claimed = Vec::new();
    let mut wanted = request.clone();
    for priority in JobPriority::ALL {
        if wanted.limit == 0 {
            break;
        }
        let claim = statement(writer, dialect, &wanted, priority);
        match ClaimedRow::find_by_statement(claim).all(writer).await {
            Ok(rows) => {
                for row in &rows {
                    take_off(&mut wanted, row);
                }
                claimed.extend(in_order(rows));
            }
            // What was taken already is this worker's now and must be worked on.
            Err(_) if !claimed.is_empty() => break,
            Err(error) => return Err(error),
        }
    }
    note_lost_tries(writer, &claimed, request).await;
    let jobs = claimed.into_iter().map(|row| row.into_job(request.lease));
    Ok(jobs.collect())
}

/// Keeps that a worker was lost with the tries before. Where that fails the jobs are this worker's all the same.
async fn note_lost_tries(
    writer: &DatabaseConnection,
    claimed: &[ClaimedRow],
    request: &ClaimRequest,
) {
    let tried_before = claimed.iter().filter(|row| row.attempts > 1);
    let jobs: Vec<_> = tried_before.map(|row| row.id).collect();
    if let Err(error) = attempts::note_lost(writer, &jobs, request).await {
        tracing::warn!(%error, "tries that were lost with their worker could not be kept");
    }
}

/// What is taken already is not wanted of lower priorities any more.
fn take_off(wanted: &mut ClaimRequest, taken: &ClaimedRow) {
    wanted.limit = wanted.limit.saturating_sub(1);
    for (kind, room) in &mut wanted.at_most {
        if kind.as_str() == taken.kind {
            *room = room.saturating_sub(1);
        }
    }
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
) -> Statement {
    let sql = format!(
        "WITH due AS ( \
           SELECT id FROM ({candidates}) AS candidates ORDER BY due_at, id LIMIT $2 \
         ) \
         UPDATE jobs SET state = 'running', attempts = attempts + 1, lease = $3, due_at = $4 \
         WHERE id IN (SELECT id FROM due) RETURNING {columns}",
        candidates = candidates(dialect, priority, request.at_most.len()),
        columns = ClaimedRow::COLUMNS,
    );
    let values: [Value; 4] = [
        request.now.unix_micros().into(),
        i64::from(request.limit).into(),
        request.lease.as_uuid().into(),
        request.leased_until.unix_micros().into(),
    ];
    let kinds = request.at_most.iter().map(|(kind, _)| kind.as_str().into());
    let rooms = request
        .at_most
        .iter()
        .map(|(_, room)| i64::from(*room).into());
    let values = values.into_iter().chain(kinds).chain(rooms);
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

/// The first of each bounded kind, as many as there is room for, and the first of all others: each from the start of
/// an index, since whoever looked for both at once would have to pass all of a kind that has no room left (I21).
fn candidates(dialect: Dialect, priority: JobPriority, bounded: usize) -> String {
    let first = |which: String, most: usize| {
        format!(
            "SELECT * FROM ( \
               SELECT id, due_at FROM jobs WHERE priority = {rank} AND due_at <= $1 {which} \
               ORDER BY due_at, id LIMIT ${most} {skip_locked} \
             ) AS first",
            rank = rank(priority),
            skip_locked = dialect.skip_locked(),
        )
    };
    let others = first(is_none_of(bounded, KINDS), LIMIT);
    let of_kind = |kind| first(format!("AND kind = ${kind}"), kind + bounded);
    let each = (KINDS..KINDS + bounded).map(of_kind);
    let all: Vec<String> = std::iter::once(others).chain(each).collect();
    all.join(" UNION ALL ")
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
    let others = is_none_of(except.len(), 1);
    let of = |priority| {
        format!(
            "SELECT MIN(due_at) AS due_at FROM jobs \
             WHERE priority = {rank} AND due_at IS NOT NULL {others}",
            rank = rank(priority),
        )
    };
    let each = JobPriority::ALL.map(of).join(" UNION ALL ");
    let sql = format!("SELECT MIN(due_at) AS due_at FROM ({each}) AS earliest");
    let names = except.iter().map(|kind| kind.as_str().into());
    Statement::from_sql_and_values(db.get_database_backend(), sql, names)
}

/// A condition on the kind, for so many kinds, whose placeholders begin with this number.
fn is_none_of(kinds: usize, first: usize) -> String {
    if kinds == 0 {
        return String::new();
    }
    let places: Vec<String> = (first..first + kinds)
        .map(|place| format!("${place}"))
        .collect();
    format!("AND kind NOT IN ({})", places.join(", "))
}
