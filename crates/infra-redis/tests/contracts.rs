//! The contracts of the ports that this crate implements, against a real server.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use port_contracts::{health_contract, job_signal_contract};
use portico_infra_redis::{RedisConnections, RedisHealth, RedisJobSignal, RedisSettings};
use test_services::Redis;

fn connections() -> RedisConnections {
    let url = Redis::shared().url();
    RedisConnections::new(&RedisSettings { url }).unwrap()
}

job_signal_contract!(RedisJobSignal::new(connections()));
health_contract!(RedisHealth::new(connections()));
