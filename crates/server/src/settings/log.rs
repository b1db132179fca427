//! `[log]`

use tracing_subscriber::EnvFilter;

use super::values::Values;
use super::{SettingsError, parse};

const LEVELS: &[&str] = &["error", "warn", "info", "debug", "trace"];

/// What is logged, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogSettings {
    /// How a line looks.
    pub format: LogFormat,
    /// Which lines are written: directives as `tracing_subscriber::EnvFilter` takes them.
    pub directives: String,
}

/// How a log line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// One JSON object per line, for collectors.
    Json,
}

impl LogSettings {
    pub(super) fn read(values: &Values) -> Result<Self, SettingsError> {
        Ok(Self {
            format: values.required("log.format", LogFormat::parse)?,
            directives: values.required("log.level", directives)?,
        })
    }
}

impl LogFormat {
    fn parse(text: &str) -> Result<Self, parse::Reason> {
        match text {
            "pretty" => Ok(Self::Pretty),
            "json" => Ok(Self::Json),
            _ => Err("must be pretty or json"),
        }
    }
}

/// A bare level is for Portico's own crates. Libraries say less, and no more than `info`: what some of them
/// trace holds headers and parameters, and with them secrets (H2).
fn directives(text: &str) -> Result<String, parse::Reason> {
    let level = text.to_lowercase();
    if LEVELS.contains(&level.as_str()) {
        let libraries = match level.as_str() {
            "error" => "error",
            "warn" | "info" => "warn",
            _ => "info",
        };
        return Ok(format!("{libraries},portico={level}"));
    }
    let is_directives = text.contains(['=', ',']) && EnvFilter::try_new(text).is_ok();
    is_directives.then(|| text.to_owned()).ok_or(
        "must be error, warn, info, debug, trace, or directives such as info,portico_worker=debug",
    )
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    // H2
    #[rstest]
    #[case("warn", "warn,portico=warn")]
    #[case("info", "warn,portico=info")]
    #[case("TRACE", "info,portico=trace")]
    #[case("info,portico_worker=debug", "info,portico_worker=debug")]
    fn a_bare_level_never_makes_libraries_talkative(#[case] text: &str, #[case] directives_: &str) {
        assert_eq!(directives(text).unwrap(), directives_);
    }

    #[rstest]
    #[case("loud")]
    #[case("info,portico=loud")]
    fn an_unknown_level_is_refused(#[case] text: &str) {
        assert!(directives(text).is_err());
    }
}
