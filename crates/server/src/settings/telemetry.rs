//! `[telemetry]`

use actix_web::http::Uri;
use actix_web::http::header::{HeaderName, HeaderValue};
use secrecy::SecretString;

use super::values::Values;
use super::{SettingsError, parse};

const ENDPOINT: &str = "telemetry.otlp_endpoint";
const DSN: &str = "telemetry.sentry_dsn";

/// What services that collect traces and errors are told. Nothing, unless they are named.
#[derive(Clone, Debug)]
pub struct TelemetrySettings {
    /// Where traces go; `None` for nowhere.
    pub traces: Option<TraceSettings>,
    /// The DSN of the project at Sentry that errors go to; `None` for nowhere.
    pub sentry_dsn: Option<SecretString>,
}

/// Where traces go, and how many of them.
#[derive(Clone, Debug)]
pub struct TraceSettings {
    /// What batches of spans are posted to. It may hold a password.
    pub endpoint: SecretString,
    /// Further header fields of these requests.
    pub headers: Vec<(String, SecretString)>,
    /// The part of the traces that begin here and are sent, from 0 to 1.
    pub sample_ratio: f64,
    /// Who says that it is who sends them.
    pub service_name: Option<String>,
}

impl TelemetrySettings {
    pub(super) fn read(values: &Values) -> Result<Self, SettingsError> {
        let sentry_dsn = values.optional(DSN, dsn)?;
        let traces = TraceSettings::read(values)?;
        refuse_without(cfg!(feature = "otlp"), "otlp", traces.is_some(), ENDPOINT)?;
        refuse_without(
            cfg!(feature = "sentry"),
            "sentry",
            sentry_dsn.is_some(),
            DSN,
        )?;
        Ok(Self { traces, sentry_dsn })
    }
}

impl TraceSettings {
    fn read(values: &Values) -> Result<Option<Self>, SettingsError> {
        let headers = values.list("telemetry.otlp_headers", header)?;
        let sample_ratio = values.required("telemetry.otlp_sample_ratio", ratio)?;
        let service_name = values.optional("telemetry.service_name", parse::line)?;
        let endpoint = values.optional(ENDPOINT, traces_url)?;
        Ok(endpoint.map(|endpoint| Self {
            endpoint,
            headers,
            sample_ratio,
            service_name,
        }))
    }
}

/// Somebody who asks for telemetry must not find out later that there was none.
fn refuse_without(
    is_built_in: bool,
    feature: &str,
    is_asked_for: bool,
    key: &str,
) -> Result<(), SettingsError> {
    if is_asked_for && !is_built_in {
        let reason = format!("this binary was built without the feature `{feature}`");
        return Err(SettingsError::key(key, reason));
    }
    Ok(())
}

/// The base of a collector's addresses, or the whole address of its traces.
fn traces_url(text: &str) -> Result<SecretString, parse::Reason> {
    const PATH: &str = "/v1/traces";
    const FORM: parse::Reason = "not a URL such as http://collector:4318";
    let url: Uri = text.parse().map_err(|_| FORM)?;
    let is_http = matches!(url.scheme_str(), Some("http" | "https"));
    if !is_http || url.host().is_none_or(str::is_empty) || url.query().is_some() {
        return Err(FORM);
    }
    let base = text.trim_end_matches('/');
    let url = base.strip_suffix(PATH).unwrap_or(base).to_owned() + PATH;
    Ok(url.into())
}

/// `name=value`.
fn header(text: &str) -> Result<(String, SecretString), parse::Reason> {
    const FORM: parse::Reason = "not a list of name=value";
    let (name, value) = text.split_once('=').ok_or(FORM)?;
    let (name, value) = (name.trim(), value.trim());
    let is_name = name.parse::<HeaderName>().is_ok();
    let is_value = HeaderValue::from_str(value).is_ok();
    (is_name && is_value)
        .then(|| (name.to_owned(), value.into()))
        .ok_or(FORM)
}

fn ratio(text: &str) -> Result<f64, parse::Reason> {
    let ratio = text
        .parse()
        .ok()
        .filter(|ratio| (0.0..=1.0).contains(ratio));
    ratio.ok_or("must be a number from 0 to 1")
}

fn dsn(text: &str) -> Result<SecretString, parse::Reason> {
    is_dsn(text)
        .then(|| text.into())
        .ok_or("not a DSN such as https://key@sentry.example.com/1")
}

#[cfg(feature = "sentry")]
fn is_dsn(text: &str) -> bool {
    text.parse::<sentry::types::Dsn>().is_ok()
}

/// A build that cannot use a DSN refuses it anyway; a word in its place is still told apart.
#[cfg(not(feature = "sentry"))]
fn is_dsn(text: &str) -> bool {
    text.contains("://")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use secrecy::ExposeSecret as _;

    use super::*;

    #[rstest]
    #[case("http://collector:4318", "http://collector:4318/v1/traces")]
    #[case("http://collector:4318/", "http://collector:4318/v1/traces")]
    #[case("https://c.example.com/otlp", "https://c.example.com/otlp/v1/traces")]
    #[case("https://c.example.com/v1/traces", "https://c.example.com/v1/traces")]
    fn traces_have_a_path_of_their_own(#[case] text: &str, #[case] url: &str) {
        assert_eq!(traces_url(text).unwrap().expose_secret(), url);
    }

    #[rstest]
    #[case("collector:4318")]
    #[case("grpc://collector:4317")]
    #[case("http://")]
    #[case("http://collector:4318?token=s3cret")]
    fn anything_else_is_no_collector(#[case] text: &str) {
        assert!(traces_url(text).is_err());
    }

    #[rstest]
    #[case("0")]
    #[case("0.25")]
    #[case("1.0")]
    fn a_ratio_is_a_part_of_one(#[case] text: &str) {
        assert!(ratio(text).is_ok());
    }

    #[rstest]
    #[case("-0.1")]
    #[case("1.1")]
    #[case("NaN")]
    #[case("10%")]
    fn anything_else_is_no_ratio(#[case] text: &str) {
        assert!(ratio(text).is_err());
    }

    #[rstest]
    #[case("api-key")]
    #[case("api key=1")]
    fn a_header_field_has_a_name_and_a_value(#[case] text: &str) {
        assert!(header(text).is_err());
        assert!(header("api-key=a=b").is_ok());
    }

    // H2
    #[test]
    fn what_is_no_dsn_is_refused_without_repeating_it() {
        assert!(dsn("https://key@sentry.example.com/1").is_ok());
        let reason = dsn("s3cret").err().unwrap_or_default();
        assert!(reason.contains("not a DSN") && !reason.contains("s3cret"));
    }

    #[test]
    fn what_is_built_in_decides_what_may_be_asked_for() {
        assert!(refuse_without(true, "otlp", true, ENDPOINT).is_ok());
        assert!(refuse_without(false, "otlp", false, ENDPOINT).is_ok());
        let refusal = refuse_without(false, "otlp", true, ENDPOINT).unwrap_err();
        let line = refusal.to_string();
        assert!(line.contains("PORTICO__TELEMETRY__OTLP_ENDPOINT"), "{line}");
        assert!(line.contains("feature `otlp`"), "{line}");
    }
}
