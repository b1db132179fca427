//! The contracts of the cache of replies catch an adapter that breaks them.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::cache::{CacheKey, CacheScope, CacheVersion, CachedValue};
use domain::ports::{Cache, CacheError, FillLease, LocalCache};
use portico_port_contracts::{async_trait, cache, local_cache, run};

type Values = HashMap<(CacheScope, String), Arc<[u8]>>;

/// Claims whatever stands, looks at no version, no time, no lease and no push.
#[derive(Default)]
struct Careless {
    versions: Mutex<HashMap<CacheScope, CacheVersion>>,
    values: Mutex<Values>,
}

impl Careless {
    fn stand(&self, scope: &CacheScope, version: CacheVersion) {
        let mut versions = self.versions.lock().expect("the versions");
        versions.insert(*scope, version);
    }
}

#[async_trait]
impl Cache for Careless {
    async fn version(&self, scope: &CacheScope) -> Result<Option<CacheVersion>, CacheError> {
        let versions = self.versions.lock().expect("the versions");
        Ok(versions.get(scope).copied())
    }

    async fn claim_version(
        &self,
        scope: &CacheScope,
        fresh: CacheVersion,
    ) -> Result<CacheVersion, CacheError> {
        self.stand(scope, fresh);
        Ok(fresh)
    }

    /// Only where there was none.
    async fn renew_version(
        &self,
        scope: &CacheScope,
        fresh: CacheVersion,
    ) -> Result<(), CacheError> {
        let mut versions = self.versions.lock().expect("the versions");
        versions.entry(*scope).or_insert(fresh);
        Ok(())
    }

    async fn get(&self, key: &CacheKey) -> Result<Option<CachedValue>, CacheError> {
        let values = self.values.lock().expect("the values");
        let bytes = values.get(&(key.scope, key.part.clone())).cloned();
        let fresh_for = Duration::from_secs(20);
        Ok(bytes.map(|bytes| CachedValue { bytes, fresh_for }))
    }

    async fn put(&self, key: &CacheKey, bytes: &[u8], _: Duration) -> Result<(), CacheError> {
        let mut values = self.values.lock().expect("the values");
        values.insert((key.scope, key.part.clone()), bytes.into());
        Ok(())
    }
}

impl LocalCache for Careless {
    fn lease(&self, _: &CacheScope) -> FillLease {
        FillLease(0)
    }

    fn adopt_version(&self, scope: &CacheScope, _: FillLease, version: CacheVersion) {
        self.stand(scope, version);
    }

    fn forget(&self, _: &CacheScope) {}

    fn push_lost(&self) {}

    fn push_restored(&self) {}
}

fn careless() -> Arc<Careless> {
    Arc::default()
}

#[test]
#[should_panic(expected = "assertion")]
fn readers_who_disagree_are_caught() {
    run(cache::racing_readers_agree_on_a_version(&careless()));
}

#[test]
#[should_panic(expected = "assertion")]
fn a_renewal_without_effect_is_caught() {
    run(cache::a_renewed_version_stands_at_once(&careless()));
}

// I9
#[test]
#[should_panic(expected = "assertion")]
fn a_page_from_before_a_write_is_caught() {
    run(cache::a_late_value_is_not_found_after_a_renewal(&careless()));
}

#[test]
#[should_panic(expected = "assertion")]
fn a_value_that_never_ends_is_caught() {
    run(cache::a_value_ends_with_its_time(&careless()));
}

#[test]
#[should_panic(expected = "assertion")]
fn a_page_of_another_version_is_caught() {
    run(cache::keys_do_not_share_values(&careless()));
}

#[test]
#[should_panic(expected = "assertion")]
fn a_late_adoption_is_caught() {
    run(local_cache::forgetting_wins_over_a_late_adoption(
        &careless(),
    ));
}

#[test]
#[should_panic(expected = "assertion")]
fn a_version_that_outlives_the_news_is_caught() {
    run(local_cache::a_forgotten_version_is_gone(&careless()));
}

#[test]
#[should_panic(expected = "assertion")]
fn a_version_that_outlives_the_push_is_caught() {
    run(local_cache::a_lost_push_shortens_every_version(&careless()));
}
