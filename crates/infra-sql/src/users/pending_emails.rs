//! Addresses that waited for a code and wait in vain by now (F7r).

use domain::email_change::EmailChangeStage;
use domain::timestamp::Timestamp;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use super::entity::{Column, Entity};
use crate::email_changes::{self, stage_name};

/// Takes them off; a user whom another unit has locked is left for the next time.
pub(super) async fn forget(
    db: &impl ConnectionTrait,
    now: Timestamp,
    limit: u32,
) -> Result<u64, DbErr> {
    let users: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::PendingEmail.is_not_null())
        .filter(Column::Id.not_in_subquery(with_a_code(now)))
        .order_by_asc(Column::Id)
        .limit(u64::from(limit))
        .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
        .into_tuple()
        .all(db)
        .await?;
    let updated = Entity::update_many()
        .col_expr(Column::PendingEmail, Expr::value(None::<String>))
        .col_expr(Column::UpdatedAt, Expr::value(now.unix_micros()))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.is_in(users))
        .exec(db)
        .await?;
    Ok(updated.rows_affected)
}

/// Whose code still works.
fn with_a_code(now: Timestamp) -> SelectStatement {
    let pending = stage_name(EmailChangeStage::Pending);
    email_changes::Entity::find()
        .select_only()
        .column(email_changes::Column::UserId)
        .filter(email_changes::Column::Stage.eq(pending))
        .filter(email_changes::Column::CodeExpiresAt.gt(now.unix_micros()))
        .into_query()
}
