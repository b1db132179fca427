//! Errors and panics, sent to Sentry by a thread of its own.

mod layer;
mod report;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use reqwest::Client as HttpClient;
use secrecy::{ExposeSecret as _, SecretString};
use sentry::transports::ReqwestHttpTransportOptions;
use sentry::types::Dsn;
use sentry::{Client, ClientOptions, Transport, TransportFactory, TransportOptions};

use layer::ReportErrors;

use super::Outlets;
use crate::error::ServerError;
use crate::settings::Environment;

/// Most events that wait. Those that do not fit are lost; Sentry is told how many.
const CAPACITY: usize = 100;

/// How long one event may take to be sent.
const SENDING_TIME: Duration = Duration::from_secs(10);

/// What went wrong, for the log.
const WHAT: &str = "telemetry.sentry_dsn";

/// Opens the way out for errors.
///
/// # Errors
/// When there is no HTTP client to be had.
pub(super) fn open(
    dsn: &SecretString,
    environment: Environment,
    outlets: &mut Outlets,
) -> Result<ReportErrors, ServerError> {
    let dsn: Dsn = dsn
        .expose_secret()
        .parse()
        .map_err(|_| ServerError::failed(WHAT, "not a DSN"))?;
    let http = HttpClient::builder().timeout(SENDING_TIME).build();
    let http = http.map_err(|error| ServerError::failed(WHAT, error))?;
    let client = Arc::new(Client::with_options(options(dsn, environment, http)));
    let closing = Arc::clone(&client);
    outlets.add(move |patience| {
        closing.close(Some(patience));
    });
    Ok(ReportErrors::new(client))
}

/// Without integrations, breadcrumbs and environment: nothing is sent but what the layer makes.
fn options(dsn: Dsn, environment: Environment, http: HttpClient) -> ClientOptions {
    let mut options = ClientOptions::new()
        .release(concat!("portico@", env!("CARGO_PKG_VERSION")))
        .environment(environment.name())
        .default_integrations(false)
        .max_breadcrumbs(0)
        .send_default_pii(false)
        .transport_channel_capacity(CAPACITY)
        .before_send(|event| Some(report::stripped(event)))
        .transport(BoundedTransport(http));
    options.dsn = Some(dsn);
    options
}

/// Sends through a client that gives up in time: Sentry's own waits for ever.
struct BoundedTransport(HttpClient);

impl TransportFactory for BoundedTransport {
    fn create_transport_with_options(&self, options: TransportOptions) -> Arc<dyn Transport> {
        let options = ReqwestHttpTransportOptions::from(options).with_client(self.0.clone());
        Arc::new(options.build())
    }
}
