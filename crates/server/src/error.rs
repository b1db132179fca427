//! Why a command did not do its work.

use std::fmt::Display;
use std::io;
use std::process::ExitCode;

use domain::ports::SchemaError;

use crate::settings::SettingsError;

/// Exit code of a configuration that cannot be used: `EX_CONFIG` of `sysexits.h`.
const CONFIGURATION: u8 = 78;

/// Why a command ended without success, as one line for an operator.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The configuration cannot be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The schema, or the database behind it.
    #[error("database: {0}")]
    Schema(#[from] SchemaError),
    /// Something that the command needs of the machine.
    #[error("{what}: {reason}")]
    Failed {
        /// What could not be done.
        what: &'static str,
        /// Why.
        reason: String,
    },
}

impl ServerError {
    /// Something could not be done. `reason` is shown to the operator: it holds no secret.
    pub fn failed(what: &'static str, reason: impl Display) -> Self {
        Self::Failed {
            what,
            reason: reason.to_string(),
        }
    }

    /// 78 for the configuration, 1 for everything else.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Settings(_) => ExitCode::from(CONFIGURATION),
            _ => ExitCode::FAILURE,
        }
    }
}

impl From<io::Error> for ServerError {
    fn from(error: io::Error) -> Self {
        Self::failed("input or output", error)
    }
}
