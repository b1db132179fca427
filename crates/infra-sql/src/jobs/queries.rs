//! Jobs as operators see them.

use async_trait::async_trait;
use domain::job::{FailedAttempt, JobCount, JobFilter, JobId, JobKind, JobRecord, JobState};
use domain::page::{Page, PageRequest};
use domain::ports::{JobQueries, StorageError};
use domain::timestamp::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, Select, Statement,
};

use super::attempts;
use super::entity::{Column, Entity};
use super::record::RecordRow;
use crate::errors::storage_error;
use crate::lists::{Order, page, position};
use crate::storage::SqlStorage;
use crate::stored;

pub(super) const ORDER: Order<Entity> = Order {
    created_at: Column::CreatedAt,
    id: Column::Id,
};

const COUNTS: &str = "SELECT kind, state, COUNT(*) AS count, \
       MIN(CASE WHEN state = 'queued' THEN run_at END) AS oldest_run_at \
     FROM jobs GROUP BY state, kind ORDER BY kind, state";

#[async_trait]
impl JobQueries for SqlStorage {
    async fn page(
        &self,
        filter: &JobFilter,
        request: &PageRequest,
    ) -> Result<Page<JobRecord>, StorageError> {
        let rows = ORDER
            .select(passing(filter), request)
            .into_partial_model::<RecordRow>()
            .all(&self.reader)
            .await
            .map_err(storage_error)?;
        page(rows, request.limit, |row| position(row.created_at, row.id))
    }

    async fn find(&self, id: JobId) -> Result<Option<JobRecord>, StorageError> {
        let row = Entity::find_by_id(id.as_uuid())
            .into_partial_model::<RecordRow>()
            .one(&self.reader)
            .await;
        row.map_err(storage_error)?
            .map(JobRecord::try_from)
            .transpose()
    }

    async fn failed_attempts(&self, id: JobId) -> Result<Vec<FailedAttempt>, StorageError> {
        attempts::of(&self.reader, id).await
    }

    async fn counts(&self) -> Result<Vec<JobCount>, StorageError> {
        let backend = self.reader.get_database_backend();
        let counts = CountRow::find_by_statement(Statement::from_string(backend, COUNTS));
        let rows = counts.all(&self.reader).await.map_err(storage_error)?;
        rows.into_iter().map(JobCount::try_from).collect()
    }
}

/// The jobs that pass a filter.
pub(super) fn passing(filter: &JobFilter) -> Select<Entity> {
    let state = filter.state.map(|it| Column::State.eq(it.as_str()));
    let kind = filter.kind.as_ref().map(|it| Column::Kind.eq(it.as_str()));
    Entity::find().filter(Condition::all().add_option(state).add_option(kind))
}

#[derive(FromQueryResult)]
struct CountRow {
    kind: String,
    state: String,
    count: i64,
    oldest_run_at: Option<i64>,
}

impl TryFrom<CountRow> for JobCount {
    type Error = StorageError;

    fn try_from(row: CountRow) -> Result<Self, Self::Error> {
        Ok(Self {
            kind: JobKind::new(row.kind),
            state: stored::known("state", JobState::from_name(&row.state))?,
            count: stored::parsed("count", u64::try_from(row.count))?,
            oldest_run_at: row.oldest_run_at.map(Timestamp::from_unix_micros),
        })
    }
}
