//! Replies of a server that was put together otherwise.

use std::sync::Arc;

use application::{CachePorts, SessionPorts};
use domain::cache::{CacheScope, CacheVersion};
use domain::ports::{Cache, Invalidation, InvalidationChannel};
use infra_memory::{MemoryCache, MemoryInvalidation, MemorySessionCache, MemoryTokenRecords};
use portico_server::ServerBuilder;

use crate::http::soon;
use crate::{Server, settings};

const SCOPE: CacheScope = CacheScope::AllItems;

// I9
#[test]
fn a_cache_of_ones_own_hears_the_news() {
    let folder = tempfile::tempdir().unwrap();
    let near = Arc::new(MemoryCache::new());
    let news = Arc::new(MemoryInvalidation::new());
    let copies = Arc::new(MemorySessionCache::new());
    let sessions = SessionPorts {
        cache: copies.clone(),
        near: copies,
        invalidation: news.clone(),
        records: Arc::new(MemoryTokenRecords::new()),
    };
    let cache = CachePorts {
        cache: near.clone(),
        near: near.clone(),
    };
    let builder = ServerBuilder::new(settings(folder.path()));
    let server = Server::start(builder.with_session_cache(sessions).with_cache(cache));

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let id = "6f1e9c4a-0d5b-4c83-9a52-7be0f3d81c46".parse().unwrap();
    let fresh = CacheVersion::from_uuid(id);
    let claimed = runtime.block_on(near.claim_version(&SCOPE, fresh));
    assert_eq!(claimed, Ok(fresh));
    let told = news.publish(Invalidation::List(SCOPE));
    runtime.block_on(told).unwrap();
    soon(|| (runtime.block_on(near.version(&SCOPE)) == Ok(None)).then_some(()));
    server.stop().unwrap();
}
