//! Changes of addresses inside a unit of work.

use async_trait::async_trait;
use domain::email_change::{EmailChange, EmailChangeStage};
use domain::link::LinkDigest;
use domain::ports::{EmailChangeRepository, StorageError};
use domain::timestamp::Timestamp;
use domain::user::UserId;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, Select,
};

use super::entity::{Column, Entity, Model};
use super::row::stage_name;
use crate::errors::storage_error;
use crate::purge::Perishable;
use crate::unit_of_work::SqlUnitOfWork;

const EMAIL_CHANGES: Perishable = Perishable {
    table: "email_changes",
    primary_key: "id",
    end: "undo_expires_at",
    only: None,
};

#[async_trait]
impl EmailChangeRepository for SqlUnitOfWork {
    async fn insert(&mut self, change: &EmailChange) -> Result<(), StorageError> {
        Entity::insert(Model::from(change).into_active_model())
            .exec_without_returning(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    /// The newest is the one whose code works longest.
    async fn pending(&mut self, user: UserId) -> Result<Option<EmailChange>, StorageError> {
        let newest_first = Entity::find()
            .filter(is_pending_of(user))
            .order_by_desc(Column::CodeExpiresAt)
            .order_by_desc(Column::Id);
        self.one_change(newest_first).await
    }

    async fn by_undo(&mut self, undo: &LinkDigest) -> Result<Option<EmailChange>, StorageError> {
        let digest = undo.as_bytes().to_vec();
        self.one_change(Entity::find().filter(Column::UndoDigest.eq(digest)))
            .await
    }

    async fn save(&mut self, change: &EmailChange) -> Result<(), StorageError> {
        Model::from(change)
            .into_active_model()
            .reset_all()
            .update(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    async fn remove_pending(&mut self, user: UserId) -> Result<(), StorageError> {
        self.remove_changes(is_pending_of(user)).await
    }

    async fn remove_since(&mut self, change: &EmailChange) -> Result<(), StorageError> {
        let end = change.code_expires_at.unix_micros();
        let since = is_of(change.user).add(Column::CodeExpiresAt.gte(end));
        self.remove_changes(since).await
    }

    async fn remove_all(&mut self, user: UserId) -> Result<(), StorageError> {
        self.remove_changes(is_of(user)).await
    }

    async fn purge_final(&mut self, now: Timestamp, limit: u32) -> Result<u64, StorageError> {
        self.remove_ended(&EMAIL_CHANGES, now, limit).await
    }
}

impl SqlUnitOfWork {
    async fn one_change(
        &self,
        changes: Select<Entity>,
    ) -> Result<Option<EmailChange>, StorageError> {
        let row = changes.one(&self.transaction).await;
        row.map_err(storage_error)?
            .map(EmailChange::try_from)
            .transpose()
    }

    async fn remove_changes(&self, which: Condition) -> Result<(), StorageError> {
        Entity::delete_many()
            .filter(which)
            .exec(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }
}

fn is_of(user: UserId) -> Condition {
    Condition::all().add(Column::UserId.eq(user.as_uuid()))
}

fn is_pending_of(user: UserId) -> Condition {
    is_of(user).add(Column::Stage.eq(stage_name(EmailChangeStage::Pending)))
}
