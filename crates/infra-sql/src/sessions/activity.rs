//! Writing uses down.

use domain::session::{SessionActivity, TokenId};
use domain::timestamp::Timestamp;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, UpdateMany};

use super::entity::{Column, Entity};

/// One statement for each session, in the order of their ids: two instances that write the same sessions
/// down wait for one another and never in a ring.
pub(crate) async fn record(
    transaction: &DatabaseTransaction,
    activity: &[SessionActivity],
) -> Result<(), DbErr> {
    let mut in_order: Vec<&SessionActivity> = activity.iter().collect();
    in_order.sort_by_key(|use_of| use_of.session.as_uuid());
    for use_of in in_order {
        update(use_of).exec(transaction).await?;
    }
    Ok(())
}

/// Every value is judged by the row as it is when it is written, since another instance may have written
/// or renewed it in between.
fn update(use_of: &SessionActivity) -> UpdateMany<Entity> {
    let idle = use_of.idle_expires_at.unix_micros();
    let idle = Func::least([Expr::value(idle), Expr::col(Column::AbsoluteExpiresAt)]);
    let slide = Entity::update_many()
        .col_expr(
            Column::LastSeenAt,
            later(Column::LastSeenAt, use_of.last_seen_at.unix_micros().into()),
        )
        .col_expr(
            Column::IdleExpiresAt,
            later(Column::IdleExpiresAt, idle.into()),
        )
        .filter(Column::Id.eq(use_of.session.as_uuid()))
        .filter(Column::RevokedAt.is_null());
    match use_of.acknowledged {
        Some((token, at)) => slide.col_expr(Column::CurrentUsedAt, first_use(token, at)),
        None => slide,
    }
}

fn later(column: Column, value: Expr) -> Expr {
    Func::greatest([Expr::col(column), value]).into()
}

/// What it was, unless this token is the newest and nobody has used it before.
fn first_use(token: TokenId, at: Timestamp) -> Expr {
    let is_first = Column::CurrentToken
        .eq(token.as_uuid())
        .and(Column::CurrentUsedAt.is_null());
    CaseStatement::new()
        .case(is_first, Expr::value(at.unix_micros()))
        .finally(Expr::col(Column::CurrentUsedAt))
        .into()
}
