//! TLS of its own: HTTP/1.1 and HTTP/2, certificates that are renewed, and clients that are up to no good.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a broken expectation is a failed test"
)]

mod certificates;
mod connections;
mod handshakes;
mod identity;
mod journeys;
mod secured;
mod slow_readers;
