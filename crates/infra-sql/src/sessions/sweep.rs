//! The sweep: one statement, so that there is no moment between finding a session and ending it.

use domain::session::RevocationReason;
use domain::timestamp::Timestamp;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbErr, FromQueryResult, Iden, Iterable, Statement, Value,
};

use super::entity::{Column, Model};
use crate::dialect::Dialect;

/// Ends the sessions whose limit has come, soonest first.
pub(crate) async fn execute(
    transaction: &DatabaseTransaction,
    dialect: Dialect,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<Model>, DbErr> {
    let backend = transaction.get_database_backend();
    let sweep = Statement::from_sql_and_values(backend, sql(dialect), values(now, limit));
    let mut rows = Model::find_by_statement(sweep).all(transaction).await?;
    // `RETURNING` promises no order.
    rows.sort_by_key(|row| (row.idle_expires_at, row.id));
    Ok(rows)
}

/// Of the two limits only the idle one is asked for, since it never passes the other; the condition on
/// `revoked_at` is that of the index. As for a claim of jobs, the part in front is judged once.
fn sql(dialect: Dialect) -> String {
    format!(
        "WITH due AS ( \
           SELECT id FROM sessions WHERE revoked_at IS NULL AND idle_expires_at <= $1 \
           ORDER BY idle_expires_at, id LIMIT $2 {skip_locked} \
         ) \
         UPDATE sessions SET revoked_at = $1, revocation_reason = $3 \
         WHERE id IN (SELECT id FROM due) RETURNING {columns}",
        skip_locked = dialect.skip_locked(),
        columns = columns(),
    )
}

/// By name, so that a later step of the schema does not change the shape of a statement that is prepared
/// already.
fn columns() -> String {
    let names: Vec<String> = Column::iter().map(|it| it.unquoted().to_owned()).collect();
    names.join(", ")
}

fn values(now: Timestamp, limit: u32) -> [Value; 3] {
    [
        now.unix_micros().into(),
        i64::from(limit).into(),
        RevocationReason::Expired.as_str().into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::{databases, is_slow, plan};

    // 2.9: however many sessions were ended before.
    #[tokio::test]
    async fn the_sweep_goes_by_its_index() {
        let [sqlite, _] = databases().await;
        let values = values(Timestamp::from_unix_micros(0), 1);
        let backend = sqlite.get_database_backend();
        let sweep = Statement::from_sql_and_values(backend, sql(Dialect::Sqlite), values);
        let plan = plan(&sqlite, sweep).await;
        assert!(plan.contains("INDEX sessions_idle_expires_at"), "{plan}");
        assert!(!is_slow(&plan), "{plan}");
    }
}
