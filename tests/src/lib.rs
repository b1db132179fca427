//! Support for the end-to-end tests: a running Portico on either set-up, a client that checks every reply
//! against the OpenAPI document, and the mailbox that the mails arrive in.
//!
//! The tests are in `tests/`; the same code runs on the embedded default and on PostgreSQL + Redis:
//!
//! ```ignore
//! portico_tests::on_both_set_ups! {
//!     async fn the_wrong_code_names_the_attempts_left(app: App) { .. }
//! }
//! ```
//!
//! **May depend on** everything: nothing depends on this crate.
#![forbid(unsafe_code)]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "this is test code: a broken expectation is a failed test"
)]

mod app;
mod binary;
mod client;
mod clock;
mod cluster;
mod document;
mod exposition;
mod journeys;
mod load;
mod mailbox;
mod reply;
mod set_up;

pub use app::App;
pub use binary::Binary;
pub use client::{Client, Request};
pub use clock::ShiftedClock;
pub use cluster::Cluster;
pub use document::Document;
pub use exposition::{Exposition, MetricsPort};
pub use journeys::{Account, PASSWORD, Pending, a_new_address, a_new_username};
pub use load::{Fleet, Load, Served};
pub use mailbox::Mailbox;
pub use reply::Reply;
pub use set_up::SetUp;

/// Runs each test on the embedded default and on PostgreSQL + Redis.
#[macro_export]
macro_rules! on_both_set_ups {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident: App) $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn promise($app: $crate::App) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn embedded() {
                promise($crate::App::start($crate::SetUp::Embedded).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn scale_out() {
                promise($crate::App::start($crate::SetUp::ScaleOut).await).await;
            }
        }
    )+};
}
