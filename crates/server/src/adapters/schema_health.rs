//! Whether the schema is in place, as `/readyz` tells it.

use std::sync::Arc;
use std::time::Duration;

use application::health::{Lifecycle, Phase};
use async_trait::async_trait;
use domain::ports::{HealthProbe, SchemaMigrator, Unhealthy};
use tokio::time::timeout;

use super::remembered_health::remembered_as_well;

/// Within what [`remembered_as_well`] waits for an answer.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// The `migrations` part: down until the start has brought the schema up to date; then the schema is looked at once in
/// ten seconds at most. Call it inside the runtime that lives longest.
#[must_use]
pub fn schema_health(
    schema: Arc<dyn SchemaMigrator>,
    lifecycle: Lifecycle,
) -> Arc<dyn HealthProbe> {
    Arc::new(SinceStart {
        lifecycle,
        since: remembered_as_well(Arc::new(SchemaHealth(schema))),
    })
}

struct SinceStart {
    lifecycle: Lifecycle,
    since: Arc<dyn HealthProbe>,
}

#[async_trait]
impl HealthProbe for SinceStart {
    fn name(&self) -> &'static str {
        self.since.name()
    }

    fn is_required(&self) -> bool {
        self.since.is_required()
    }

    /// The start has proven it, so a ready server is not kept waiting for the first answer.
    async fn check(&self) -> Result<(), Unhealthy> {
        match self.lifecycle.phase() {
            Phase::Starting => Err(Unhealthy("the start is not through".to_owned())),
            Phase::Serving | Phase::Stopping => self.since.check().await,
        }
    }
}

/// A schema that was complete, and that somebody may have taken steps of back since.
struct SchemaHealth(Arc<dyn SchemaMigrator>);

#[async_trait]
impl HealthProbe for SchemaHealth {
    fn name(&self) -> &'static str {
        "migrations"
    }

    fn is_required(&self) -> bool {
        true
    }

    /// A schema that is newer than this binary is well: while releases change places, the older one serves on (I15).
    /// What cannot be asked is the database's part to tell.
    async fn check(&self) -> Result<(), Unhealthy> {
        let Ok(Ok(steps)) = timeout(PATIENCE, self.0.status()).await else {
            return Ok(());
        };
        match steps.into_iter().find(|step| !step.applied) {
            Some(step) => Err(Unhealthy(format!("migration {} was taken back", step.name))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use domain::ports::{MigrationStatus, SchemaError};

    use super::*;

    /// Counts how often it is asked; it may take its time to answer.
    struct Schema {
        asked: AtomicU32,
        status: Result<bool, SchemaError>,
        takes: Duration,
    }

    #[async_trait]
    impl SchemaMigrator for Schema {
        async fn up(&self) -> Result<(), SchemaError> {
            Ok(())
        }

        async fn down(&self, _: u32) -> Result<(), SchemaError> {
            Ok(())
        }

        async fn status(&self) -> Result<Vec<MigrationStatus>, SchemaError> {
            self.asked.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(self.takes).await;
            let name = "m1".to_owned();
            self.status
                .clone()
                .map(|applied| vec![MigrationStatus { name, applied }])
        }
    }

    fn schema(status: Result<bool, SchemaError>) -> Arc<Schema> {
        schema_that_takes(Duration::ZERO, status)
    }

    fn schema_that_takes(takes: Duration, status: Result<bool, SchemaError>) -> Arc<Schema> {
        let asked = AtomicU32::default();
        Arc::new(Schema {
            asked,
            status,
            takes,
        })
    }

    async fn is_well(status: Result<bool, SchemaError>) -> bool {
        let lifecycle = Lifecycle::default();
        lifecycle.serve();
        schema_health(schema(status), lifecycle)
            .check()
            .await
            .is_ok()
    }

    // I14
    #[tokio::test(start_paused = true)]
    async fn it_is_down_until_the_start_is_through_and_up_at_once_then() {
        let (schema, lifecycle) = (schema(Ok(true)), Lifecycle::default());
        let part = schema_health(schema.clone(), lifecycle.clone());
        assert!(part.check().await.is_err());
        assert_eq!(schema.asked.load(Ordering::SeqCst), 0);
        lifecycle.serve();
        assert_eq!(part.check().await, Ok(()));
    }

    #[tokio::test(start_paused = true)]
    async fn many_who_ask_have_the_schema_looked_at_once_in_ten_seconds() {
        let (schema, lifecycle) = (schema(Ok(true)), Lifecycle::default());
        let part = schema_health(schema.clone(), lifecycle.clone());
        lifecycle.serve();
        for asked in 1..=2 {
            for _ in 0..100 {
                assert_eq!(part.check().await, Ok(()));
            }
            assert_eq!(schema.asked.load(Ordering::SeqCst), asked);
            tokio::time::sleep(Duration::from_secs(11)).await;
        }
    }

    // I14: the start has just proven it. A step that is missing shows with the first answer.
    #[tokio::test(start_paused = true)]
    async fn it_is_up_until_a_slow_database_says_otherwise() {
        let (slow, lifecycle) = (
            schema_that_takes(Duration::from_secs(1), Ok(false)),
            Lifecycle::default(),
        );
        let part = schema_health(slow, lifecycle.clone());
        lifecycle.serve();
        assert_eq!(part.check().await, Ok(()));
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert!(part.check().await.is_err());
    }

    // I15
    #[tokio::test(start_paused = true)]
    async fn only_a_step_that_is_missing_takes_a_server_out_of_service() {
        assert!(!is_well(Ok(false)).await);
        assert!(is_well(Err(SchemaError::TooNew("m2".to_owned()))).await);
        assert!(is_well(Err(SchemaError::Unavailable("away".to_owned()))).await);
    }
}
