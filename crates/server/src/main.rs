//! The binary `portico`.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    portico_server::cli::run()
}
