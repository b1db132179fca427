//! Lists that are cached, read and changed by several readers, writers and instances.

mod instances;
mod reads;
mod source;
mod world;
mod writes;

use std::sync::Arc;

use infra_memory::MemoryCache;
use port_contracts::cache_contract;

use super::TieredCache;

cache_contract!(TieredCache::new(
    Arc::new(MemoryCache::new()),
    Arc::new(MemoryCache::new())
));
