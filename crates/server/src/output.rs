//! What a command says: results to standard output, the reason of a failure to standard error.

use std::io::{self, Write};

use crate::error::ServerError;

/// Prints a result. A reader that went away is no error.
pub(crate) fn print(text: &str) -> Result<(), ServerError> {
    match writeln!(io::stdout(), "{}", text.trim_end()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Says in one line why a command failed. There is nobody to tell if that fails too.
pub(crate) fn complain(error: &ServerError) {
    let line = error.to_string().replace(['\r', '\n'], " ");
    let _ = writeln!(io::stderr(), "{line}");
}
