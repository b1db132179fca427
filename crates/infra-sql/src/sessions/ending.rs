//! Ending sessions of a user.
//!
//! The user's row is locked first, then its sessions in the order of their ids. So two units that end
//! sessions of one user take turns, and neither they nor a unit that records uses wait in a ring. The lock
//! on the user is PostgreSQL's `NO KEY UPDATE`, which lets others add sessions meanwhile: a log-in that has
//! added one and is about to end others would deadlock with its like under a stronger lock.

use domain::session::{RevocationReason, SessionId};
use domain::timestamp::Timestamp;
use domain::user::UserId;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::entity::{Column, Entity, Model};
use crate::users;

/// Ends the oldest live sessions beyond the newest `keep`, and gives them as they were. Those that are past a limit do not count: they
/// must not push out one that lives.
pub(crate) async fn displace(
    transaction: &DatabaseTransaction,
    user: UserId,
    keep: u32,
    now: Timestamp,
) -> Result<Vec<Model>, DbErr> {
    let mut live = lock_all(transaction, user).await?;
    live.retain(|row| row.idle_expires_at.min(row.absolute_expires_at) > now.unix_micros());
    live.sort_by_key(|row| std::cmp::Reverse((row.created_at, row.id)));
    let keep = usize::try_from(keep).unwrap_or(usize::MAX);
    let oldest = live.split_off(keep.min(live.len()));
    let ids = oldest.iter().map(|row| row.id).collect();
    end(transaction, ids, RevocationReason::Displaced, now).await?;
    Ok(oldest)
}

/// Ends every session, save one. Those that are past a limit are ended as well: the clock of another
/// instance may not have got there.
pub(crate) async fn revoke_all(
    transaction: &DatabaseTransaction,
    user: UserId,
    except: Option<SessionId>,
    reason: RevocationReason,
    now: Timestamp,
) -> Result<Vec<SessionId>, DbErr> {
    let except = except.map(SessionId::as_uuid);
    let all = lock_all(transaction, user).await?;
    let others = all
        .iter()
        .map(|row| row.id)
        .filter(|id| Some(*id) != except);
    end(transaction, others.collect(), reason, now).await
}

/// Locks the sessions of a user that were not ended.
pub(crate) async fn lock_all(
    transaction: &DatabaseTransaction,
    user: UserId,
) -> Result<Vec<Model>, DbErr> {
    users::Entity::find_by_id(user.as_uuid())
        .select_only()
        .column(users::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .into_tuple::<Uuid>()
        .one(transaction)
        .await?;
    Entity::find()
        .filter(Column::UserId.eq(user.as_uuid()))
        .filter(Column::RevokedAt.is_null())
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(transaction)
        .await
}

/// Ends sessions that are locked.
async fn end(
    transaction: &DatabaseTransaction,
    ids: Vec<Uuid>,
    reason: RevocationReason,
    now: Timestamp,
) -> Result<Vec<SessionId>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now.unix_micros()))
        .col_expr(Column::RevocationReason, Expr::value(reason.as_str()))
        .filter(Column::Id.is_in(ids.clone()))
        .exec(transaction)
        .await?;
    Ok(ids.into_iter().map(SessionId::from_uuid).collect())
}
