//! Whether the database answers and takes writes.

use std::time::Duration;

use async_trait::async_trait;
use domain::ports::{HealthProbe, Unhealthy};
use domain::timestamp::Timestamp;
use sea_orm::{ConnectionTrait, DbErr, Statement};

use crate::storage::SqlStorage;

/// Below the 2 seconds that the port promises, the time to answer included.
const PATIENCE: Duration = Duration::from_millis(1_800);

#[async_trait]
impl HealthProbe for SqlStorage {
    fn name(&self) -> &'static str {
        "database"
    }

    fn is_required(&self) -> bool {
        true
    }

    async fn check(&self) -> Result<(), Unhealthy> {
        if in_time(self.is_writable()).await? {
            Ok(())
        } else {
            Err(Unhealthy("the database is read-only".to_owned()))
        }
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
        Ok(answer) => answer.map_err(|error| Unhealthy(error.to_string())),
        Err(_) => Err(Unhealthy("the database did not answer in time".to_owned())),
    }
}

impl SqlStorage {
    async fn is_writable(&self) -> Result<bool, DbErr> {
        let backend = self.reader.get_database_backend();
        let probe = Statement::from_string(backend, self.dialect.probe());
        match self.reader.query_one_raw(probe).await? {
            Some(row) => Ok(row.try_get::<i32>("", "writable")? == 1),
            None => Ok(false),
        }
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
