//! Merges the layers, lowest first: `config/default.toml`, `config/{environment}.toml`, the file of
//! `--config`, `DATABASE_URL`, `REDIS_URL` and `PORT`, `PORTICO__...` variables.

use std::collections::BTreeMap;
use std::path::Path;

use config::builder::DefaultState;
use config::{Config, ConfigBuilder, ConfigError, File, FileFormat, Source};

use super::environment::Environment;
use super::values::Values;
use super::variables::{VariableLayer, environment_variable};
use super::{Settings, SettingsError, Sources};

const DEFAULT: &str = include_str!("../../../../config/default.toml");
const DEVELOPMENT: &str = include_str!("../../../../config/development.toml");
const PRODUCTION: &str = include_str!("../../../../config/production.toml");

/// Reads and merges every layer.
///
/// # Errors
/// Names the first key, variable or file that cannot be used.
pub(crate) fn merge(sources: &Sources) -> Result<Values, SettingsError> {
    let environment = environment(sources)?;
    let variables = variables(sources, environment)?;
    let files = files(environment, sources.file.as_deref());
    let below = build(files.clone(), sources)?;
    let bind = below.get_string("http.bind").unwrap_or_default();
    let merged = files
        .add_source(VariableLayer::conventional(&variables, &bind)?)
        .add_source(VariableLayer::prefixed(&variables)?);
    let tree = build(merged, sources)?
        .collect()
        .map_err(|error| unreadable(sources, &error))?;
    Values::from_tree(tree)
}

/// What the compiled-in layers alone say in this environment.
///
/// # Errors
/// When they hold an unknown key, which a test rules out.
pub(crate) fn compiled_in(environment: Environment) -> Result<Values, SettingsError> {
    let sources = Sources::default();
    let tree = build(files(environment, None), &sources)?
        .collect()
        .map_err(|error| unreadable(&sources, &error))?;
    Values::from_tree(tree)
}

/// The environment is decided before the layers are chosen: by its variable, or by a file.
fn environment(sources: &Sources) -> Result<Environment, SettingsError> {
    let below = build(
        files(Environment::Development, sources.file.as_deref()),
        sources,
    )?;
    let configured = below.get_string(Settings::ENVIRONMENT).unwrap_or_default();
    let name = environment_variable(&sources.variables).unwrap_or(&configured);
    Environment::parse(name).map_err(|reason| SettingsError::key(Settings::ENVIRONMENT, reason))
}

/// The process's variables over those of `.env`, which counts in development only.
fn variables(
    sources: &Sources,
    environment: Environment,
) -> Result<BTreeMap<String, String>, SettingsError> {
    let mut variables = match environment {
        Environment::Development => sources.dotenv_variables()?,
        Environment::Production => BTreeMap::new(),
    };
    let leaves_development = environment_variable(&variables)
        .is_some_and(|name| Environment::parse(name) != Ok(Environment::Development));
    if leaves_development && environment_variable(&sources.variables).is_none() {
        let reason = "a .env file is read in development only and cannot leave it";
        return Err(SettingsError::key(Settings::ENVIRONMENT, reason));
    }
    variables.extend(sources.variables.clone());
    Ok(variables)
}

fn files(environment: Environment, file: Option<&Path>) -> ConfigBuilder<DefaultState> {
    let of_environment = match environment {
        Environment::Development => DEVELOPMENT,
        Environment::Production => PRODUCTION,
    };
    let compiled_in = Config::builder()
        .add_source(File::from_str(DEFAULT, FileFormat::Toml))
        .add_source(File::from_str(of_environment, FileFormat::Toml));
    match file {
        Some(path) => compiled_in.add_source(File::from(path).format(FileFormat::Toml)),
        None => compiled_in,
    }
}

fn build(builder: ConfigBuilder<DefaultState>, sources: &Sources) -> Result<Config, SettingsError> {
    builder.build().map_err(|error| unreadable(sources, &error))
}

/// The parser's message shows the line that it stumbled over, which may hold a secret: those lines,
/// drawn with a `|`, are left out.
fn unreadable(sources: &Sources, error: &ConfigError) -> SettingsError {
    let file = sources.file.as_ref().map(|path| path.display().to_string());
    let message = error.to_string();
    let reason: Vec<_> = message.lines().filter(|line| !line.contains('|')).collect();
    SettingsError::source(file.as_deref().unwrap_or("--config"), reason.join(" "))
}
