//! A reply that only says something.

use serde::Serialize;
use utoipa::ToSchema;

/// What happened, in a sentence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Message {
    /// The sentence.
    #[schema(value_type = String, example = "Password updated successfully")]
    message: &'static str,
}

impl Message {
    /// Says this.
    pub(crate) const fn new(message: &'static str) -> Self {
        Self { message }
    }
}
