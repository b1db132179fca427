//! `docs/configuration.md`, made of the table of keys and the compiled-in layers.

use super::environment::Environment;
use super::error::variable_name;
use super::key::{Form, KEYS, Key};
use super::values::Values;
use super::{SettingsError, layers, show};

const INTRODUCTION: &str = "\
# Configuration

<!-- Made by `make generated` from crates/server/src/settings/key.rs and config/; do not edit. -->

Portico runs without any configuration. What is configured is read in layers, each over the one before:

1. `config/default.toml`, compiled into the binary;
2. `config/development.toml` or `config/production.toml`, compiled in too, as `environment` says;
3. the TOML file of `--config FILE`;
4. `DATABASE_URL` (`storage.url`), `REDIS_URL` (`redis.url`) and `PORT` (the port of `http.bind`);
5. variables `PORTICO__SECTION__KEY`. In development a `.env` file in the working directory adds to the
   variables; those of the process win.

A duration is a number and a unit: `500ms`, `90s`, `15m`, `12h`, `7d`. A rate is a number in a duration: `30/5m`.
A list is an array in a file and comma-separated in a variable. An empty value is the same as none. Every secret
(marked *) can be given as the path of a file that holds it, in the variable with `_FILE` at its end:
`PORTICO__TOKENS__KEYS_FILE`, `DATABASE_URL_FILE`.

An unknown key, a malformed value or, in production, a weak secret stops the start with one line that names the
key and the reason, and exit code 78. `portico config check` does nothing else; `portico config show` prints what
is in effect, secrets masked.

| variable | in a file | default | meaning |
|---|---|---|---|
";

/// The text of `docs/configuration.md`.
///
/// # Errors
/// When a compiled-in layer holds an unknown key, which a test rules out.
pub fn reference() -> Result<String, SettingsError> {
    let development = layers::compiled_in(Environment::Development)?;
    let production = layers::compiled_in(Environment::Production)?;
    let rows = KEYS.iter().map(|key| row(key, &development, &production));
    Ok(INTRODUCTION.to_owned() + &rows.collect::<String>())
}

fn row(key: &Key, development: &Values, production: &Values) -> String {
    let mark = if key.form.is_secret() { " *" } else { "" };
    format!(
        "| `{}`{mark} | `{}` | {} | {} |\n",
        variable_name(key.path),
        key.path,
        default(key, development, production),
        key.meaning,
    )
}

fn default(key: &Key, development: &Values, production: &Values) -> String {
    let here = value(key, development);
    let there = value(key, production);
    // The layers of production do not say where they run: that is what selects them.
    if here == there || key.path == "environment" {
        here
    } else {
        format!("{here}; in production {there}")
    }
}

fn value(key: &Key, values: &Values) -> String {
    match values.get(key.path) {
        None => key.when_unset.to_owned(),
        Some(_) if key.form == Form::List => format!("`{:?}`", values.texts(key.path)),
        Some(value) => format!("`{}`", show::shown(key.form, value).trim_matches('"')),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_committed_reference_is_current() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/configuration.md");
        let made = reference().unwrap();
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            committed, made,
            "run `make generated` and commit the result"
        );
    }
}
