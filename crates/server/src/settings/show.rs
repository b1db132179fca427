//! The effective configuration in words, without its secrets.

use config::{Value, ValueKind};

use super::key::{Form, KEYS, Key};
use super::values::Values;
use super::{Settings, SettingsError, Sources, layers};

/// The effective configuration as a TOML document, secrets masked. What is not set is a comment.
///
/// # Errors
/// As [`Settings::load`].
pub fn show(sources: &Sources) -> Result<String, SettingsError> {
    let values = layers::merge(sources)?;
    Settings::read(&values)?;
    Ok(document(&values))
}

fn document(values: &Values) -> String {
    let mut lines = Vec::new();
    let mut current = "";
    for key in KEYS {
        let (section, name) = key.path.rsplit_once('.').unwrap_or(("", key.path));
        if section != current {
            lines.extend([String::new(), format!("[{section}]")]);
            current = section;
        }
        lines.push(line(key, name, values));
    }
    lines.join("\n") + "\n"
}

fn line(key: &Key, name: &str, values: &Values) -> String {
    match values.get(key.path) {
        None => format!("# {name} is not set: {}", key.when_unset.replace('`', "")),
        Some(_) if key.form == Form::List => format!("{name} = {:?}", values.texts(key.path)),
        Some(value) => format!("{name} = {}", shown(key.form, value)),
    }
}

/// A value as it may be shown: numbers and switches bare, as in a file.
pub(super) fn shown(form: Form, value: &Value) -> String {
    let text = match &value.kind {
        ValueKind::String(text) => text.clone(),
        other => other.to_string(),
    };
    match form {
        Form::Number | Form::Switch => text,
        Form::Secret => quoted("***"),
        Form::SecretUrl => quoted(&without_secrets(&text)),
        Form::Text | Form::Duration | Form::Rate | Form::List => quoted(&text),
    }
}

fn quoted(text: &str) -> String {
    format!("{text:?}")
}

/// Options that say how a service is reached, and nothing that is secret.
const OPEN_OPTIONS: [&str; 3] = ["tls", "sslmode", "ssl-mode"];

/// Scheme, host and path. Name, password and most options stay out: drivers take passwords as options too.
fn without_secrets(text: &str) -> String {
    match text.split_once("://") {
        Some(("sqlite" | "mailbox" | "custom", _)) => text.to_owned(),
        Some((scheme, rest)) => {
            let place = place(rest).unwrap_or_else(|| "***".to_owned());
            format!("{scheme}://{place}")
        }
        None => "***".to_owned(),
    }
}

/// `None` when it is not clear where the secrets end: their special characters should have been encoded.
fn place(rest: &str) -> Option<String> {
    let (credentials, address) = rest.split_once('@').unwrap_or(("", rest));
    if credentials.contains(['?', '/', '#']) || address.contains('@') {
        return None;
    }
    let (place, options) = address.split_once('?').unwrap_or((address, ""));
    let who = if credentials.is_empty() { "" } else { "***@" };
    Some(format!("{who}{place}{}", shown_options(options)))
}

fn shown_options(options: &str) -> String {
    if options.is_empty() {
        return String::new();
    }
    let is_open = |pair: &&str| {
        let name = pair.split_once('=').map(|(name, _)| name);
        name.is_some_and(|name| OPEN_OPTIONS.contains(&name))
    };
    let (open, hidden): (Vec<_>, Vec<_>) = options.split('&').partition(is_open);
    let mask = (!hidden.is_empty()).then_some("***");
    let shown: Vec<_> = open.into_iter().chain(mask).collect();
    format!("?{}", shown.join("&"))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    // H2
    #[rstest]
    #[case("postgres://u:s3cret@db:5432/p", "postgres://***@db:5432/p")]
    #[case("postgres://db/p?password=s3cret", "postgres://db/p?***")]
    #[case("postgres://u:s3@cret@db/p", "postgres://***")]
    #[case("postgres://u:s3?cret@db/p", "postgres://***")]
    #[case("postgres://db/p?password=s3@cret", "postgres://***")]
    #[case(
        "postgres://db/p?password=s3cret&sslmode=verify-full",
        "postgres://db/p?sslmode=verify-full&***"
    )]
    #[case("smtp://u:s3cret@relay:587?tls=none", "smtp://***@relay:587?tls=none")]
    #[case("smtp://relay?tls", "smtp://relay?***")]
    #[case("redis://db:6379/0", "redis://db:6379/0")]
    #[case("sqlite://portico.db?mode=rwc", "sqlite://portico.db?mode=rwc")]
    #[case("s3cret", "***")]
    fn a_url_is_shown_without_its_secrets(#[case] url: &str, #[case] shown: &str) {
        assert_eq!(without_secrets(url), shown);
    }
}
