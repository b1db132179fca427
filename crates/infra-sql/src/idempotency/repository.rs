//! Kept replies inside a unit of work.

use async_trait::async_trait;
use domain::idempotency::{IdempotencyClaim, IdempotencyKey, IdempotentRequest, StoredReply};
use domain::ports::{IdempotencyRepository, StorageError};
use domain::timestamp::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::entity::{Column, Entity, Model};
use crate::errors::{storage_error, was_inserted};
use crate::purge::Perishable;
use crate::unit_of_work::SqlUnitOfWork;
use crate::users;

const RECORDS: Perishable = Perishable {
    table: "idempotency_records",
    primary_key: "key",
    end: "expires_at",
    only: None,
};

#[async_trait]
impl IdempotencyRepository for SqlUnitOfWork {
    /// PostgreSQL lets the INSERT wait for another unit that has the key, and goes on when that unit has ended.
    /// A user who is gone cannot ask again, so nothing is kept for them.
    async fn claim(
        &mut self,
        request: &IdempotentRequest,
    ) -> Result<IdempotencyClaim, StorageError> {
        if !users::hold(&self.transaction, request.user).await? {
            return Ok(IdempotencyClaim::Fresh);
        }
        self.free_if_old(&request.key, request.at).await?;
        if self.takes_key(request).await? {
            return Ok(IdempotencyClaim::Fresh);
        }
        let earlier = Entity::find_by_id(request.key.as_bytes().to_vec())
            .one(&self.transaction)
            .await
            .map_err(storage_error)?;
        earlier.ok_or_else(vanished)?.judge(&request.fingerprint)
    }

    async fn keep(
        &mut self,
        key: &IdempotencyKey,
        reply: &StoredReply,
    ) -> Result<(), StorageError> {
        Entity::update_many()
            .col_expr(Column::Status, Expr::value(i64::from(reply.status)))
            .col_expr(Column::Tag, Expr::value(reply.tag.clone()))
            .col_expr(Column::Body, Expr::value(reply.body.clone()))
            .filter(Column::Key.eq(key.as_bytes().to_vec()))
            .exec(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    async fn purge_expired(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError> {
        self.remove_ended(&RECORDS, now, limit).await
    }
}

impl SqlUnitOfWork {
    async fn free_if_old(&self, key: &IdempotencyKey, now: Timestamp) -> Result<(), StorageError> {
        Entity::delete_many()
            .filter(Column::Key.eq(key.as_bytes().to_vec()))
            .filter(Column::ExpiresAt.lte(now.unix_micros()))
            .exec(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    async fn takes_key(&self, request: &IdempotentRequest) -> Result<bool, StorageError> {
        let taken = OnConflict::column(Column::Key).do_nothing().to_owned();
        let inserted = Entity::insert(Model::from(request).into_active_model())
            .on_conflict(taken)
            .exec_without_returning(&self.transaction)
            .await;
        was_inserted(inserted)
    }
}

/// Another unit, by a clock ahead of this one's, found the key old between two statements.
fn vanished() -> StorageError {
    StorageError::Unavailable("a kept reply was removed while it was read".to_owned())
}
