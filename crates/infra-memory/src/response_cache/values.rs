//! The cached bytes, bounded by their size.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::cache::{CacheKey, CachedValue};
use moka::Expiry;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;

/// Most memory of all values and their keys.
const MAX_BYTES: u64 = 32 << 20;

/// What an entry takes beside its bytes and the text of its key, about.
const OVERHEAD: usize = 256;

/// Pages of an old version stay until their time is over or their room is needed: nobody can find them, and telling
/// moka which ones they are would cost every read a look at each recent change.
pub(super) struct Values(Cache<CacheKey, Value>);

#[derive(Clone)]
struct Value {
    bytes: Arc<[u8]>,
    ends_at: Instant,
}

impl Values {
    pub(super) fn new() -> Self {
        let values = Cache::builder()
            .max_capacity(MAX_BYTES)
            .weigher(weight)
            // Nobody asks for the pages of an old version any more, however often they were asked for before.
            .eviction_policy(EvictionPolicy::lru())
            .expire_after(OwnEnd);
        Self(values.build())
    }

    pub(super) fn get(&self, key: &CacheKey) -> Option<CachedValue> {
        let value = self.0.get(key)?;
        let fresh_for = value.ends_at.saturating_duration_since(Instant::now());
        let bytes = value.bytes;
        (!fresh_for.is_zero()).then_some(CachedValue { bytes, fresh_for })
    }

    pub(super) fn put(&self, key: &CacheKey, bytes: &[u8], ttl: Duration) {
        if let Some(ends_at) = Instant::now().checked_add(ttl) {
            let bytes = bytes.into();
            self.0.insert(key.clone(), Value { bytes, ends_at });
        }
    }
}

fn weight(key: &CacheKey, value: &Value) -> u32 {
    let bytes = OVERHEAD + key.part.len() + value.bytes.len();
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

struct OwnEnd;

impl Expiry<CacheKey, Value> for OwnEnd {
    fn expire_after_create(&self, _: &CacheKey, value: &Value, now: Instant) -> Option<Duration> {
        Some(value.ends_at.saturating_duration_since(now))
    }

    fn expire_after_update(
        &self,
        _: &CacheKey,
        value: &Value,
        now: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(value.ends_at.saturating_duration_since(now))
    }
}

#[cfg(test)]
mod tests {
    use domain::cache::{CacheScope, CacheVersion};
    use port_contracts::fixtures::an_id;

    use super::*;

    static PAGE: [u8; 64 << 10] = [7; 64 << 10];

    fn a_key() -> CacheKey {
        CacheKey {
            scope: CacheScope::AllItems,
            version: CacheVersion::from_uuid(an_id()),
            part: "fixture".to_owned(),
        }
    }

    fn kept(values: &Values) -> u64 {
        values.0.run_pending_tasks();
        values.0.weighted_size()
    }

    // C7: whoever fills the cache fills 32 MiB, and the newest pages stay.
    #[test]
    fn a_flood_of_pages_is_bounded_and_leaves_room_for_new_ones() {
        let values = Values::new();
        for _ in 0..1_000 {
            let key = a_key();
            values.put(&key, &PAGE, Duration::from_mins(1));
            let _ = kept(&values);
            assert!(values.get(&key).is_some());
        }
        assert!((MAX_BYTES / 2..=MAX_BYTES).contains(&kept(&values)));
    }

    #[test]
    fn memory_comes_back_when_a_value_ends() {
        let (key, now, second) = (a_key(), Instant::now(), Duration::from_secs(1));
        let value = Value {
            bytes: PAGE.into(),
            ends_at: now + second,
        };
        let kept = OwnEnd.expire_after_create(&key, &value, now);
        assert_eq!(kept, Some(second));
        let kept = OwnEnd.expire_after_update(&key, &value, now + second, kept);
        assert_eq!(kept, Some(Duration::ZERO));
    }

    #[test]
    fn a_value_that_is_larger_than_the_cache_is_not_kept() {
        let values = Values::new();
        let key = a_key();
        let huge = vec![7; 33 << 20];
        values.put(&key, &huge, Duration::from_mins(1));
        assert_eq!(kept(&values), 0);
    }
}
