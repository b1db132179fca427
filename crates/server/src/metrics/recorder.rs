//! The recorder of the process.

use std::sync::{Mutex, PoisonError};

use metrics::{describe_gauge, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::error::ServerError;

const BUILD_INFO: &str = "portico_build_info";

/// The histograms, and where their buckets end, in seconds.
const BUCKETS: [(&str, &[f64]); 3] = [
    (
        "portico_http_request_duration_seconds",
        &[
            0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
        ],
    ),
    (
        "portico_job_duration_seconds",
        &[
            0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0, 300.0,
        ],
    ),
    (
        "portico_password_hash_duration_seconds",
        &[0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0],
    ),
];

/// Makes everything that is counted from now on come together here, for the rest of the process. Call it before the
/// adapters are made; calling it again gives the same one.
///
/// # Errors
/// When somebody else has installed another recorder.
pub(super) fn install() -> Result<PrometheusHandle, ServerError> {
    static INSTALLED: Mutex<Option<PrometheusHandle>> = Mutex::new(None);
    let mut installed = INSTALLED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = &*installed {
        return Ok(handle.clone());
    }
    let failed = |error| ServerError::failed("metrics", error);
    let handle = builder()?.install_recorder().map_err(failed)?;
    describe();
    gauge!(BUILD_INFO, "version" => env!("CARGO_PKG_VERSION")).set(1);
    *installed = Some(handle.clone());
    Ok(handle)
}

fn builder() -> Result<PrometheusBuilder, ServerError> {
    let mut builder = PrometheusBuilder::new();
    for (name, ends) in BUCKETS {
        let matcher = Matcher::Full(name.to_owned());
        builder = builder
            .set_buckets_for_metric(matcher, ends)
            .map_err(|error| ServerError::failed("metrics", error))?;
    }
    Ok(builder)
}

/// Says what everything that is counted means.
pub(super) fn describe() {
    describe_gauge!(BUILD_INFO, "Which build this is; always 1.");
    http_actix::describe_metrics();
    application::describe_metrics();
    worker::describe_metrics();
    infra_crypto::describe_metrics();
}
