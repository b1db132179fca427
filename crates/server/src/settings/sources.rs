//! Where configuration comes from, gathered once, so that everything after it is a pure function.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::SettingsError;

/// The raw material of the configuration.
#[derive(Clone, Default)]
pub struct Sources {
    /// The file of `--config`.
    pub file: Option<PathBuf>,
    /// The process's environment variables.
    pub variables: BTreeMap<String, String>,
    /// The `.env` file, which counts in development only; it need not exist.
    pub dotenv: Option<PathBuf>,
}

impl Sources {
    /// What this process was started with: its environment, and a `.env` in the working directory.
    ///
    /// # Errors
    /// Names a variable of Portico that is not Unicode.
    pub fn of_process(file: Option<PathBuf>) -> Result<Self, SettingsError> {
        let variables = std::env::vars_os().filter_map(|(name, value)| readable(name, value));
        Ok(Self {
            file,
            variables: variables.collect::<Result<_, _>>()?,
            dotenv: Some(PathBuf::from(".env")),
        })
    }

    /// Reads the `.env` file; what is not there is empty.
    ///
    /// # Errors
    /// When it cannot be read or understood.
    pub(crate) fn dotenv_variables(&self) -> Result<BTreeMap<String, String>, SettingsError> {
        match &self.dotenv {
            Some(path) if path.exists() => read_dotenv(path),
            _ => Ok(BTreeMap::new()),
        }
    }
}

fn readable(name: OsString, value: OsString) -> Option<Result<(String, String), SettingsError>> {
    let name = name.into_string().ok()?;
    match value.into_string() {
        Ok(value) => Some(Ok((name, value))),
        Err(_) if name.starts_with("PORTICO__") => Some(Err(SettingsError::source(
            &name,
            "the value is not Unicode",
        ))),
        Err(_) => None,
    }
}

fn read_dotenv(path: &Path) -> Result<BTreeMap<String, String>, SettingsError> {
    let unreadable = |reason| SettingsError::source(&path.display().to_string(), reason);
    // The library's error repeats the line, which may hold a secret.
    dotenvy::from_path_iter(path)
        .map_err(|_| unreadable("cannot be read"))?
        .collect::<Result<_, _>>()
        .map_err(|_| unreadable("has a line that is not NAME=value"))
}
