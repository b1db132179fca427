//! The contract of [`SchemaMigrator`].

use std::sync::Arc;

use domain::ports::{MigrationStatus, SchemaMigrator};

use crate::Keep;
use crate::race::race;

/// The migrators of several instances of the server over one store that is still empty.
pub struct Instances {
    /// At least two, with connections of their own, as if each were in another process.
    pub migrators: Vec<Arc<dyn SchemaMigrator>>,
    /// What the store lives in.
    pub keep: Keep,
}

impl Instances {
    fn first(&self) -> &dyn SchemaMigrator {
        let first = self.migrators.first();
        &**first.expect("there is no instance")
    }
}

/// I15: instances that start together on an empty store all come up.
pub async fn parallel_starts_apply_each_migration_once(instances: &Instances) {
    let migrators = instances.migrators.clone();
    assert!(migrators.len() > 1, "a race needs two instances");
    let results = race(migrators.len(), |number| {
        let migrator = Arc::clone(&migrators[number]);
        async move { migrator.up().await }
    })
    .await;
    assert_eq!(results, vec![Ok(()); migrators.len()]);
    for migrator in &migrators {
        let status = status(&**migrator).await;
        assert!(!status.is_empty() && status.iter().all(|migration| migration.applied));
    }
}

/// I15: a restart finds nothing to do.
pub async fn up_twice_is_up_once(instances: &Instances) {
    let migrator = instances.first();
    assert_eq!(migrator.up().await, Ok(()));
    let once = status(migrator).await;
    assert_eq!(migrator.up().await, Ok(()));
    assert_eq!(status(migrator).await, once);
}

/// Every migration can be taken back and applied again.
pub async fn up_down_up_ends_where_it_began(instances: &Instances) {
    let migrator = instances.first();
    assert_eq!(migrator.up().await, Ok(()));
    let up = status(migrator).await;
    let steps = u32::try_from(up.len()).expect("a number of migrations");
    assert_eq!(migrator.down(steps).await, Ok(()));
    assert!(
        status(migrator)
            .await
            .iter()
            .all(|migration| !migration.applied)
    );
    assert_eq!(migrator.up().await, Ok(()));
    assert_eq!(status(migrator).await, up);
}

/// One step back is the last one, and one only.
pub async fn down_takes_back_the_last(instances: &Instances) {
    let migrator = instances.first();
    assert_eq!(migrator.up().await, Ok(()));
    assert_eq!(migrator.down(1).await, Ok(()));
    let status = status(migrator).await;
    let applied: Vec<bool> = status.iter().map(|migration| migration.applied).collect();
    let (last, others) = applied.split_last().expect("there is no migration");
    assert!(!last && others.iter().all(|applied| *applied));
}

/// Asking an empty store is no error, and changes nothing.
pub async fn an_empty_store_has_all_pending(instances: &Instances) {
    let status = status(instances.first()).await;
    assert!(!status.is_empty() && status.iter().all(|migration| !migration.applied));
    let names: Vec<&str> = status
        .iter()
        .map(|migration| migration.name.as_str())
        .collect();
    assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
}

async fn status(migrator: &dyn SchemaMigrator) -> Vec<MigrationStatus> {
    let status = migrator.status().await;
    status.expect("the schema could not be read")
}

/// Runs the contract of `SchemaMigrator` on an adapter, given as
/// [`Instances`](crate::schema_migrator::Instances).
#[macro_export]
macro_rules! schema_migrator_contract {
    ($instances:expr) => {
        $crate::__async_cases!(
            schema_migrator,
            $instances,
            parallel_starts_apply_each_migration_once,
            up_twice_is_up_once,
            up_down_up_ends_where_it_began,
            down_takes_back_the_last,
            an_empty_store_has_all_pending,
        );
    };
}
