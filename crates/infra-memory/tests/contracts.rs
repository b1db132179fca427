//! The contracts of the ports that this crate implements.

use port_contracts::{
    invalidation_contract, job_signal_contract, local_session_cache_contract,
    rate_limiter_contract, session_cache_contract, token_records_contract,
};
use portico_infra_memory::{
    MemoryInvalidation, MemoryJobSignal, MemoryRateLimiter, MemorySessionCache, MemoryTokenRecords,
};

invalidation_contract!(MemoryInvalidation::new());
job_signal_contract!(MemoryJobSignal::new());
local_session_cache_contract!(MemorySessionCache::new());
rate_limiter_contract!(MemoryRateLimiter::new());
session_cache_contract!(MemorySessionCache::new());
token_records_contract!(MemoryTokenRecords::new());
