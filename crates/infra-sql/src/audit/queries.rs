//! The audit log as reads see it.

use std::cmp::Reverse;

use async_trait::async_trait;
use domain::audit::{AuditFilter, RecordedEvent};
use domain::page::{Page, PageRequest};
use domain::ports::{AuditQueries, StorageError};
use domain::user::UserId;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, Select};

use super::entity::{Column, Entity, Model};
use crate::errors::storage_error;
use crate::lists::{Order, page, position};
use crate::storage::SqlStorage;

const ORDER: Order<Entity> = Order {
    created_at: Column::At,
    id: Column::Id,
};

#[async_trait]
impl AuditQueries for SqlStorage {
    async fn page(
        &self,
        filter: &AuditFilter,
        request: &PageRequest,
    ) -> Result<Page<RecordedEvent>, StorageError> {
        let rows = ORDER.select(passing(filter), request);
        let rows = rows.all(&self.reader).await.map_err(storage_error)?;
        page(rows, request.limit, |row| position(row.at, row.id))
    }

    /// Two lists that are each read off an index, and put together here: under an `OR` the database would read and
    /// sort everything that ever happened to the user.
    async fn of_user(&self, user: UserId, limit: u32) -> Result<Vec<RecordedEvent>, StorageError> {
        let mut rows = self.newest(Column::SubjectId, user, limit).await?;
        rows.extend(self.newest(Column::ActorId, user, limit).await?);
        rows.sort_by_key(|row| Reverse((row.at, row.id)));
        rows.dedup_by_key(|row| row.id);
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        rows.into_iter().map(RecordedEvent::try_from).collect()
    }
}

impl SqlStorage {
    async fn newest(
        &self,
        column: Column,
        user: UserId,
        limit: u32,
    ) -> Result<Vec<Model>, StorageError> {
        ORDER
            .newest_first(Entity::find().filter(column.eq(user.as_uuid())))
            .limit(u64::from(limit))
            .all(&self.reader)
            .await
            .map_err(storage_error)
    }
}

/// The events that pass a filter.
fn passing(filter: &AuditFilter) -> Select<Entity> {
    let event = filter.action.map(|it| Column::Event.eq(it.event_name()));
    let actor = filter.actor.map(|it| Column::ActorId.eq(it.as_uuid()));
    let subject = filter.subject.map(|it| Column::SubjectId.eq(it.as_uuid()));
    let since = filter.since.map(|it| Column::At.gte(it.unix_micros()));
    let all = Condition::all()
        .add_option(event)
        .add_option(actor)
        .add_option(subject)
        .add_option(since);
    Entity::find().filter(all)
}
