//! The contracts of the ports that this crate implements.

use port_contracts::{
    cache_contract, invalidation_contract, job_signal_contract, local_cache_contract,
    local_session_cache_contract, rate_limiter_contract, session_cache_contract,
    token_records_contract,
};
use portico_infra_memory::{
    MemoryCache, MemoryInvalidation, MemoryJobSignal, MemoryRateLimiter, MemorySessionCache,
    MemoryTokenRecords,
};

cache_contract!(MemoryCache::new());
invalidation_contract!(MemoryInvalidation::new());
job_signal_contract!(MemoryJobSignal::new());
local_cache_contract!(MemoryCache::new());
local_session_cache_contract!(MemorySessionCache::new());
rate_limiter_contract!(MemoryRateLimiter::new());
session_cache_contract!(MemorySessionCache::new());
token_records_contract!(MemoryTokenRecords::new());
