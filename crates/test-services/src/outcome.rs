//! How failures travel inside this crate, and the one place where they become a panic.

use std::fmt::Display;
use std::io;

/// A result whose error is the text for the person who runs the tests.
pub(crate) type Outcome<T> = Result<T, String>;

/// Says what was being done when an I/O error came.
pub(crate) trait During<T> {
    /// Turns the error into a text that starts with `what`.
    fn during(self, what: impl Display) -> Outcome<T>;
}

impl<T> During<T> for io::Result<T> {
    fn during(self, what: impl Display) -> Outcome<T> {
        self.map_err(|error| format!("{what}: {error}"))
    }
}

/// Gives the value, or fails the test.
#[expect(
    clippy::panic,
    reason = "a test that cannot have its server must fail, and says why"
)]
pub(crate) fn or_fail<T>(outcome: Outcome<T>) -> T {
    outcome.unwrap_or_else(|problem| panic!("{problem}"))
}
