//! The contracts of the ports that this crate implements, against a real server.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use port_contracts::{
    cache_contract, health_contract, invalidation_contract, job_signal_contract,
    rate_limiter_contract, session_cache_contract, token_records_contract,
};
use portico_infra_redis::{
    RedisCache, RedisConnections, RedisHealth, RedisInvalidation, RedisJobSignal, RedisRateLimiter,
    RedisSessionCache, RedisSettings, RedisTokenRecords,
};
use test_services::Redis;

fn connections() -> RedisConnections {
    let url = Redis::shared().url();
    RedisConnections::new(&RedisSettings { url }).unwrap()
}

cache_contract!(RedisCache::new(connections()));
health_contract!(RedisHealth::new(connections()));
invalidation_contract!(RedisInvalidation::new(connections()));
job_signal_contract!(RedisJobSignal::new(connections()));
rate_limiter_contract!(RedisRateLimiter::new(connections()));
session_cache_contract!(RedisSessionCache::new(connections()));
token_records_contract!(RedisTokenRecords::new(connections()));
