//! Renewal and revocation as a state machine, explored exhaustively: every order in which messages, losses, uses,
//! seconds and a thief can interleave, as far as a small world goes (ADR 0023 says how far).
//!
//! Each world prints how many states it has and asserts a floor, so that it cannot quietly become empty.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says how far it went"
)]

mod fingerprint;
mod property;
mod search;
mod server;
mod state;
mod step;
mod world;

use std::time::Duration;

use crate::search::explore;
use crate::world::{Adoption, World, quiet};

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

/// Explores a world that keeps every promise.
fn holds(name: &str, world: &World, at_least: usize) {
    match explore(world) {
        Ok(states) => {
            println!("{name}: {states} states");
            assert!(states >= at_least, "{name} shrank to {states} states");
        }
        Err(found) => panic!("{name}: {:?} after {:#?}", found.broken, found.steps),
    }
}

/// With a client that knows generations, and with one that sees only when a token expires.
fn holds_for_both_clients(name: &str, world: World, at_least: usize) {
    for adoption in [Adoption::NewerGeneration, Adoption::LaterExpiry] {
        holds(name, &World { adoption, ..world }, at_least);
    }
}

// I10
#[test]
fn three_requests_at_once_are_never_refused() {
    let world = World {
        in_flight: 3,
        horizon: seconds(11),
        ..quiet()
    };
    holds_for_both_clients("three requests", world, 75_000);
}

// I10: several generations pass while one message is under way.
#[test]
fn tokens_that_live_shorter_than_the_grace_time_log_nobody_out() {
    let mut world = World {
        horizon: seconds(8),
        ..quiet()
    };
    world.policy.access_ttl = seconds(1);
    world.renewal.grace = seconds(6);
    holds("short lives", &world, 350_000);
}

// Section 2.5: `POST /auth/refresh`.
#[test]
fn refreshing_early_and_often_logs_nobody_out() {
    let world = World {
        early_refresh: true,
        horizon: seconds(7),
        ..quiet()
    };
    holds("early refresh", &world, 230_000);
}

// D13: a client that comes back after a long time, up to the end of its session.
#[test]
fn naps_and_the_end_of_the_session_are_survived() {
    let mut world = World {
        nap: Some(seconds(5)),
        horizon: seconds(19),
        in_flight: 1,
        ..quiet()
    };
    world.policy.leeway = seconds(1);
    world.policy.idle_timeout = seconds(9);
    world.policy.absolute_timeout = Duration::from_millis(18_400);
    holds_for_both_clients("naps", world, 11_000);
}

// RFC 9700 §4.14.2
#[test]
fn a_copied_token_betrays_its_thief() {
    let world = World {
        has_thief: true,
        in_flight: 2,
        horizon: seconds(9),
        ..quiet()
    };
    holds("thief", &world, 26_000);
}

// RFC 9700 §4.14.2: the successor was minted, and used, long before the copy expired; and a copy that is too old to be
// renewed is one all the same.
#[test]
fn a_copy_betrays_its_thief_although_its_owner_refreshed_early() {
    let mut world = World {
        has_thief: true,
        early_refresh: true,
        in_flight: 1,
        horizon: seconds(7),
        ..quiet()
    };
    world.renewal.grace = seconds(2);
    world.renewal.window = seconds(1);
    holds("early refresh and thief", &world, 90_000);
}

// I11, section 2.6
#[test]
fn nothing_works_after_a_log_out() {
    let mut world = World {
        has_thief: true,
        may_log_out: true,
        copy_lives: Some(seconds(2)),
        horizon: seconds(7),
        in_flight: 1,
        ..quiet()
    };
    world.policy.access_ttl = seconds(2);
    world.renewal.grace = seconds(2);
    holds("log-out", &world, 190_000);
}
