//! The machine's clock, randomness and ids.
//!
//! This is the only crate that may ask the machine for them; everyone else takes the ports `Clock`,
//! `SecretGenerator` and `IdGenerator`, so that tests can move time and repeat chance.
//!
//! **May depend on** `domain` and a source of randomness, never on another adapter.
#![forbid(unsafe_code)]

mod clock;
mod ids;
mod secrets;

pub use clock::SystemClock;
pub use ids::SystemIds;
pub use secrets::SystemSecrets;
