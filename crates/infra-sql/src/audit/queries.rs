//! The audit log as reads see it.

use std::cmp::Reverse;

use async_trait::async_trait;
use domain::audit::{AuditFilter, RecordedEvent};
use domain::page::{Page, PageRequest};
use domain::ports::{AuditQueries, StorageError};
use domain::user::UserId;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Select};

use super::entity::{Column, Entity};
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
    async fn of_user(
        &self,
        user: UserId,
        request: &PageRequest,
    ) -> Result<Page<RecordedEvent>, StorageError> {
        let [about, by] = of_user(user).map(|filter| ORDER.select(passing(&filter), request));
        let mut rows = about.all(&self.reader).await.map_err(storage_error)?;
        rows.extend(by.all(&self.reader).await.map_err(storage_error)?);
        rows.sort_by_key(|row| Reverse((row.at, row.id)));
        rows.dedup_by_key(|row| row.id);
        page(rows, request.limit, |row| position(row.at, row.id))
    }
}

/// What happened to a user, and what they did.
fn of_user(user: UserId) -> [AuditFilter; 2] {
    let about = AuditFilter {
        subject: Some(user),
        ..AuditFilter::default()
    };
    let by = AuditFilter {
        actor: Some(user),
        ..AuditFilter::default()
    };
    [about, by]
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

#[cfg(test)]
mod tests {
    use domain::audit::AuditAction;
    use domain::page::PageLimit;
    use sea_orm::prelude::Uuid;
    use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, QueryTrait};

    use super::*;
    use crate::explain::{databases, is_slow, plan};

    // F5r: a page far from the start costs what the first one does.
    #[tokio::test]
    async fn pages_are_read_off_their_index() {
        let first = PageRequest::first(PageLimit::new(10).unwrap());
        let far = first.after(position(5_000, Uuid::nil()));
        let somebody = Some(UserId::from_uuid(Uuid::max()));
        let everything = AuditFilter::default();
        let by_somebody = AuditFilter {
            actor: somebody,
            ..everything
        };
        let about_somebody = AuditFilter {
            subject: somebody,
            ..everything
        };
        let rare = AuditFilter {
            action: Some(AuditAction::JobCancelled),
            ..everything
        };
        for db in databases().await {
            fill(&db).await;
            for request in [first, far] {
                for (filter, index) in [
                    (everything, "audit_events_at"),
                    (by_somebody, "audit_events_actor_id_at"),
                    (about_somebody, "audit_events_subject_id_at"),
                    (rare, "audit_events_event_at"),
                ] {
                    assert_fast(&db, &filter, request, index).await;
                }
            }
        }
    }

    async fn assert_fast(
        db: &DatabaseConnection,
        filter: &AuditFilter,
        request: PageRequest,
        index: &str,
    ) {
        let selected = ORDER.select(passing(filter), &request);
        let plan = plan(db, selected.build(db.get_database_backend())).await;
        assert!(plan.split_whitespace().any(|word| word == index), "{plan}");
        assert!(!is_slow(&plan), "{plan}");
    }

    /// Fifty thousand events, a hundred of them somebody's. PostgreSQL would read the whole of a small table.
    async fn fill(db: &DatabaseConnection) {
        if db.get_database_backend() != DbBackend::Postgres {
            return;
        }
        for sql in [
            "INSERT INTO audit_events (id, at, event, outcome, actor_id, subject_id) \
             SELECT gen_random_uuid(), number / 5, 'login.succeeded', 'success', who, who \
             FROM generate_series(1, 50000) AS number, LATERAL ( \
               SELECT CASE WHEN number % 500 = 0 \
                 THEN 'ffffffff-ffff-ffff-ffff-ffffffffffff' ELSE gen_random_uuid() END AS who \
             ) AS users",
            "ANALYZE",
        ] {
            db.execute_unprepared(sql).await.unwrap();
        }
    }
}
