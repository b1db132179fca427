//! The claim loop over jobs in memory, and the loops beside it. Time is paused: it moves when every task waits, so that hours
//! pass in no time and every moment is exact.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod bounding;
mod failing;
mod flushing;
mod giving_up;
mod holding;
mod keeping;
mod logging;
mod scheduling;
mod stopping;
mod sweeping;
mod waking;
mod world;
