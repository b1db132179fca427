//! Environment variables as a layer: names become paths, and secrets may come from files.

use std::collections::BTreeMap;
use std::fmt;

use config::{ConfigError, Map, Source, Value};

use super::SettingsError;
use super::error::variable_name;
use super::key;

const PREFIX: &str = "PORTICO__";

/// A layer that variables made: path and value, with the variable's name as its origin.
#[derive(Clone, Default)]
pub(crate) struct VariableLayer(Vec<(String, Value)>);

/// Names alone, since any value may be a secret (H2).
impl fmt::Debug for VariableLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths = self.0.iter().map(|(path, _)| path);
        f.debug_set().entries(paths).finish()
    }
}

impl VariableLayer {
    /// `PORTICO__SECTION__KEY`, and `PORTICO__SECTION__KEY_FILE` for secrets.
    ///
    /// # Errors
    /// Names a variable that sets no key, sets one twice, or names a file that cannot be read.
    pub(crate) fn prefixed(variables: &BTreeMap<String, String>) -> Result<Self, SettingsError> {
        let mut layer = Self::default();
        for (name, text) in variables {
            if let Some(rest) = name.strip_prefix(PREFIX) {
                layer.add(&path_of(rest), name, text)?;
            }
        }
        Ok(layer)
    }

    /// The names that hosting platforms set: `DATABASE_URL`, `REDIS_URL` and `PORT`. `bind` is the
    /// address below this layer, of which `PORT` replaces the port.
    ///
    /// # Errors
    /// Names a port that is not one, or a file that cannot be read.
    pub(crate) fn conventional(
        variables: &BTreeMap<String, String>,
        bind: &str,
    ) -> Result<Self, SettingsError> {
        let mut layer = Self::default();
        for (name, path) in [("DATABASE_URL", "storage.url"), ("REDIS_URL", "redis.url")] {
            if let Some(text) = variables.get(name).filter(|text| !text.is_empty()) {
                layer.set(path, name, text)?;
            }
            let file_name = format!("{name}_FILE");
            if let Some(file) = variables.get(&file_name).filter(|file| !file.is_empty()) {
                layer.set(path, &file_name, &read_secret(&file_name, file)?)?;
            }
        }
        if let Some(port) = variables.get("PORT").filter(|port| !port.is_empty()) {
            layer.set("http.bind", "PORT", &with_port(bind, port)?)?;
        }
        Ok(layer)
    }

    fn add(&mut self, path: &str, name: &str, text: &str) -> Result<(), SettingsError> {
        let secret_path = path
            .strip_suffix("_file")
            .filter(|stem| key::find(stem).is_some_and(|key| key.form.is_secret()));
        match secret_path {
            Some(_) if text.is_empty() => Ok(()),
            Some(secret_path) => self.set(secret_path, name, &read_secret(name, text)?),
            None if key::find(path).is_some() => self.set(path, name, text),
            None => Err(SettingsError::key(path, "unknown key")),
        }
    }

    fn set(&mut self, path: &str, name: &str, text: &str) -> Result<(), SettingsError> {
        if self.0.iter().any(|(other, _)| other == path) {
            let reason = "is set both directly and by a file";
            return Err(SettingsError::key(path, reason));
        }
        let value = Value::new(Some(&name.to_owned()), text);
        self.0.push((path.to_owned(), value));
        Ok(())
    }
}

impl Source for VariableLayer {
    fn clone_into_box(&self) -> Box<dyn Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Result<Map<String, Value>, ConfigError> {
        Ok(self.0.iter().cloned().collect())
    }
}

fn path_of(name: &str) -> String {
    name.to_lowercase().replace("__", ".")
}

/// A file that holds nothing but the secret, and perhaps a last line end.
fn read_secret(name: &str, file: &str) -> Result<String, SettingsError> {
    std::fs::read_to_string(file)
        .map(|text| text.trim_end_matches(['\r', '\n']).to_owned())
        .map_err(|error| SettingsError::source(name, format!("{file} cannot be read: {error}")))
}

fn with_port(bind: &str, port: &str) -> Result<String, SettingsError> {
    let port: u16 = port
        .parse()
        .map_err(|_| SettingsError::source("PORT", "not a port between 0 and 65535"))?;
    let host = bind.rsplit_once(':').map_or(bind, |(host, _)| host);
    Ok(format!("{host}:{port}"))
}

/// The variable that decides on the environment, and with it on the layers.
pub(crate) fn environment_variable(variables: &BTreeMap<String, String>) -> Option<&str> {
    variables
        .get(&variable_name("environment"))
        .map(String::as_str)
        .filter(|name| !name.is_empty())
}
