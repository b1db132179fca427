//! Traces and errors of the real binary, as those get them who collect them.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

#[cfg(feature = "telemetry")]
mod arrival;
#[cfg(feature = "telemetry")]
mod away;
#[cfg(not(feature = "telemetry"))]
mod not_built_in;
#[cfg(feature = "telemetry")]
mod spans;

#[cfg(feature = "telemetry")]
use std::path::Path;

/// An environment variable for a server.
fn variable(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// Puts a file where the folder of the mailbox is: whoever looks into it makes the server fail.
#[cfg(feature = "telemetry")]
fn break_mailbox(data_dir: &Path) {
    let mailbox = data_dir.join("mailbox");
    let _ = std::fs::rename(&mailbox, data_dir.join("mails"));
    std::fs::write(mailbox, "not a folder").expect("a file can be written");
}
