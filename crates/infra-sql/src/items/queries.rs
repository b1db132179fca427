//! Items as reads see them.

use async_trait::async_trait;
use domain::item::{GuardedItem, Item, ItemId, ItemScope};
use domain::page::{Page, PageRequest};
use domain::ports::{ItemQueries, StorageError};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

use super::entity::{Column, Entity};
use super::repository::guarded;
use crate::errors::storage_error;
use crate::lists::{Order, count, page, position};
use crate::storage::SqlStorage;

const ORDER: Order<Entity> = Order {
    created_at: Column::CreatedAt,
    id: Column::Id,
};

#[async_trait]
impl ItemQueries for SqlStorage {
    async fn find(&self, id: ItemId) -> Result<Option<GuardedItem>, StorageError> {
        let row = Entity::find_by_id(id.as_uuid()).one(&self.reader).await;
        row.map_err(storage_error)?.map(guarded).transpose()
    }

    async fn page(
        &self,
        scope: ItemScope,
        request: &PageRequest,
    ) -> Result<Page<Item>, StorageError> {
        let rows = ORDER.select(within(scope), request).all(&self.reader).await;
        page(rows.map_err(storage_error)?, request.limit, |row| {
            position(row.created_at, row.id)
        })
    }

    async fn count(&self, scope: ItemScope) -> Result<u64, StorageError> {
        count(&self.reader, within(scope)).await
    }
}

/// The items that a scope holds.
fn within(scope: ItemScope) -> Select<Entity> {
    match scope {
        ItemScope::Own(owner) => Entity::find().filter(Column::OwnerId.eq(owner.as_uuid())),
        ItemScope::All => Entity::find(),
    }
}

#[cfg(test)]
mod tests {
    use domain::page::{PageLimit, PageStart};
    use domain::user::UserId;
    use sea_orm::prelude::Uuid;
    use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, QueryTrait};

    use super::*;
    use crate::explain::{databases, is_slow, plan};

    const OWNER: UserId = UserId::from_uuid(Uuid::max());

    // F5r: a page far from the start costs what the first one does.
    #[tokio::test]
    async fn pages_are_read_off_their_index() {
        let first = PageRequest::first(PageLimit::new(10).unwrap());
        let far = first.after(position(5_000, Uuid::nil()));
        for db in databases().await {
            fill(&db).await;
            for request in [first, far] {
                assert_fast(&db, ItemScope::All, request, "items_created_at").await;
                let own = ItemScope::Own(OWNER);
                assert_fast(&db, own, request, "items_owner_id_created_at").await;
            }
        }
    }

    async fn assert_fast(
        db: &DatabaseConnection,
        scope: ItemScope,
        request: PageRequest,
        index: &str,
    ) {
        let selected = ORDER.select(within(scope), &request);
        let plan = plan(db, selected.build(db.get_database_backend())).await;
        assert!(plan.split_whitespace().any(|word| word == index), "{plan}");
        assert!(!is_slow(&plan), "{plan}");
        let begins_there = plan.contains("ROW(") || plan.contains("(created_at,id)<");
        let is_far = matches!(request.start, PageStart::After(_));
        assert_eq!(begins_there, is_far, "{plan}");
    }

    /// Fifty thousand items, a hundred of them the owner's. PostgreSQL would read the whole of a small table.
    async fn fill(db: &DatabaseConnection) {
        if db.get_database_backend() != DbBackend::Postgres {
            return;
        }
        for sql in [
            "INSERT INTO users (id, email, email_canonical, is_active, is_superuser, \
               created_at, updated_at, version) \
             SELECT id, id, id, true, false, 1, 1, 1 FROM ( \
               SELECT gen_random_uuid() AS id FROM generate_series(1, 499) \
               UNION ALL SELECT 'ffffffff-ffff-ffff-ffff-ffffffffffff' ) AS ids",
            "INSERT INTO items (id, owner_id, title, created_at, updated_at, version) \
             SELECT gen_random_uuid(), users.id, 'Milk', number, 1, 1 \
             FROM users, generate_series(1, 10000, 100) AS number",
            "ANALYZE",
        ] {
            db.execute_unprepared(sql).await.unwrap();
        }
    }
}
