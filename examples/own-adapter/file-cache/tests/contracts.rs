//! The contract of the port that this crate implements.

use std::sync::Arc;

use file_cache::FileCache;
use infra_system::SystemClock;
use port_contracts::cache_contract;
use tempfile::TempDir;

cache_contract!(FileCache::open(TempDir::new().unwrap().path(), Arc::new(SystemClock)).unwrap());
