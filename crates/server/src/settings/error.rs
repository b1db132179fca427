//! Why a configuration cannot be used.

use std::fmt::Display;

/// One line that names the key, or the file, and the reason. It never holds a configured value, which
/// might be a secret in the wrong place (H2).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("configuration: {subject}: {reason}")]
pub struct SettingsError {
    subject: String,
    reason: String,
}

impl SettingsError {
    /// Something is wrong with the key of this path, for example `http.bind`.
    pub fn key(path: &str, reason: impl Display) -> Self {
        Self::source(&format!("{path} ({})", variable_name(path)), reason)
    }

    /// Something is wrong with a file or a variable as a whole.
    pub fn source(name: &str, reason: impl Display) -> Self {
        Self {
            subject: one_line(name),
            reason: one_line(&reason.to_string()),
        }
    }
}

/// The environment variable that sets the key of this path.
pub(crate) fn variable_name(path: &str) -> String {
    format!("PORTICO__{}", path.replace('.', "__").to_uppercase())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_line_that_names_the_key_in_both_forms() {
        let line = SettingsError::key("http.bind", "not\nan address").to_string();
        assert_eq!(
            line,
            "configuration: http.bind (PORTICO__HTTP__BIND): not an address"
        );
    }
}
