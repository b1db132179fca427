//! What the contract of the session cache does not ask for.

use std::time::Duration;

use domain::ports::{CachedSession, SessionCache};
use domain::session::SessionId;
use port_contracts::fixtures::an_id;
use portico_infra_memory::MemorySessionCache;

/// Section 2.8: size-bounded. Ids that nobody has cost an attacker nothing to make.
#[tokio::test]
async fn a_flood_of_ids_leaves_room_for_new_copies() {
    let cache = MemorySessionCache::new();
    let nobody = CachedSession {
        found: None,
        age: Duration::ZERO,
    };
    let mut kept_at_once = 0;
    for _ in 0..101_000 {
        let id = SessionId::from_uuid(an_id());
        let lease = cache.lease(id).await.unwrap();
        cache.fill(id, lease, &nobody).await.unwrap();
        kept_at_once += u32::from(cache.get(id).await.unwrap().is_some());
    }
    assert!(kept_at_once > 100_000, "{kept_at_once}");
}
