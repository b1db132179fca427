//! Whether the database answers and takes writes.

use std::time::Duration;

use async_trait::async_trait;
use domain::ports::{HealthProbe, Unhealthy};
use domain::timestamp::Timestamp;
use sea_orm::{ConnectionTrait, DbErr, Statement, TransactionTrait};

use crate::errors::words;
use crate::storage::SqlStorage;

/// Below the 2 seconds that the port promises, the time to answer included.
const PATIENCE: Duration = Duration::from_millis(1_800);

/// Taken back at once, and no schedule has that name.
const TRIAL: &str =
    "INSERT INTO schedules (name, newest_slot) VALUES ('(a trial of the doctor)', 0)";

#[async_trait]
impl HealthProbe for SqlStorage {
    fn name(&self) -> &'static str {
        "database"
    }

    fn is_required(&self) -> bool {
        true
    }

    async fn check(&self) -> Result<(), Unhealthy> {
        match in_time(self.obstacle()).await? {
            None => Ok(()),
            Some(obstacle) => Err(Unhealthy(obstacle)),
        }
    }

    async fn takes_writes(&self) -> Result<(), Unhealthy> {
        in_time(self.try_to_write()).await
    }

    async fn clock(&self) -> Result<Option<Timestamp>, Unhealthy> {
        let Some(question) = self.dialect.clock() else {
            return Ok(None);
        };
        in_time(self.now(question)).await
    }
}

async fn in_time<T>(answer: impl Future<Output = Result<T, DbErr>>) -> Result<T, Unhealthy> {
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok(answer) => answer.map_err(|error| Unhealthy(words(&error))),
        Err(_) => Err(Unhealthy("the database did not answer in time".to_owned())),
    }
}

impl SqlStorage {
    async fn obstacle(&self) -> Result<Option<String>, DbErr> {
        let backend = self.reader.get_database_backend();
        let probe = Statement::from_string(backend, self.dialect.probe());
        let row = self.reader.query_one_raw(probe).await?;
        row.map_or(Ok(None), |row| row.try_get("", "obstacle"))
    }

    async fn try_to_write(&self) -> Result<(), DbErr> {
        let backend = self.writer.get_database_backend();
        let options = self.dialect.transaction_options();
        let transaction = self.writer.begin_with_options(options).await?;
        let trial = Statement::from_string(backend, TRIAL);
        let written = transaction.execute_raw(trial).await;
        transaction.rollback().await?;
        written.map(drop)
    }

    async fn now(&self, question: &str) -> Result<Option<Timestamp>, DbErr> {
        let backend = self.reader.get_database_backend();
        let question = Statement::from_string(backend, question);
        let Some(row) = self.reader.query_one_raw(question).await? else {
            return Ok(None);
        };
        let micros = row.try_get("", "micros")?;
        Ok(Some(Timestamp::from_unix_micros(micros)))
    }
}
