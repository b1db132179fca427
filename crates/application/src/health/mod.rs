//! Whether this instance should get requests.

mod concurrently;
mod lifecycle;
mod readiness;

pub use lifecycle::{Lifecycle, Phase};
pub use readiness::{CheckReadiness, PartState, Readiness};
