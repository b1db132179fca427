//! The port of the metrics. Nothing else answers there, and they answer nowhere else (G11).

use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::guard::Get;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use actix_web::web::{Data, resource};
use actix_web::{App, HttpResponse, HttpServer};
use http_actix::{DISCONNECT_TIME, HEADER_TIME, KEEP_ALIVE};
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::time::{MissedTickBehavior, interval};

use super::exposition::Exposition;
use super::recorder;
use crate::builder::Assembly;
use crate::error::ServerError;
use crate::server::{HttpListener, address_file};
use crate::settings::HttpSettings;

/// The text form of Prometheus.
const TEXT_FORM: &str = "text/plain; version=0.0.4; charset=utf-8";
/// Nobody but a few collectors has business here.
const CONNECTIONS: usize = 32;
/// How long whoever is looking may take once the process ends.
const DRAIN_SECONDS: u64 = 2;
/// How often durations are taken in.
const UPKEEP: Duration = Duration::from_secs(5);

/// The port, taken. From now on what happens is counted.
pub(crate) struct MetricsListener {
    listener: HttpListener,
    counted: PrometheusHandle,
}

/// The port, and what it says.
pub(crate) struct MetricsServer {
    listener: HttpListener,
    exposition: Arc<Exposition>,
}

impl MetricsListener {
    /// Takes the port where one is configured. Call it before the adapters are made.
    ///
    /// # Errors
    /// When the address is taken, or cannot be told in `http.metrics_address_file`.
    pub(crate) fn open(settings: &HttpSettings) -> Result<Option<Self>, ServerError> {
        let Some(address) = settings.metrics_bind else {
            return Ok(None);
        };
        let listener = HttpListener::bind(address)?;
        let counted = recorder::install()?;
        if let Some(path) = &settings.metrics_address_file {
            address_file::write(path, listener.address())?;
        }
        Ok(Some(Self { listener, counted }))
    }

    /// Tells of these adapters. Call it inside the runtime that lives longest.
    pub(crate) fn over(self, assembly: &Assembly) -> MetricsServer {
        MetricsServer {
            listener: self.listener,
            exposition: Arc::new(Exposition::new(self.counted, assembly)),
        }
    }
}

/// Serves the metrics, if there are any, for as long as `work` takes.
pub(crate) async fn beside<T>(metrics: Option<MetricsServer>, work: impl Future<Output = T>) -> T {
    match metrics {
        Some(metrics) => metrics.serve_beside(work).await,
        None => work.await,
    }
}

impl MetricsServer {
    /// Without metrics the server goes on all the same.
    async fn serve_beside<T>(self, work: impl Future<Output = T>) -> T {
        let (address, exposition) = (self.listener.address(), self.exposition.clone());
        let server = match serve(self.listener, self.exposition) {
            Ok(server) => server,
            Err(error) => {
                tracing::error!(%error, "metrics are not served");
                return taking_in(&exposition, work).await;
            }
        };
        tracing::info!(%address, "metrics are served");
        let handle = server.handle();
        let work = async {
            let outcome = work.await;
            handle.stop(true).await;
            outcome
        };
        tokio::select! {
            outcome = work => outcome,
            never = attend(server, &exposition) => match never {},
        }
    }
}

/// What is counted is taken in, or it would fill the memory, since the recorder is there.
async fn taking_in<T>(exposition: &Exposition, work: impl Future<Output = T>) -> T {
    tokio::select! {
        outcome = work => outcome,
        never = take_in(exposition) => match never {},
    }
}

/// What is counted is taken in even where nobody can look any more.
async fn attend(server: Server, exposition: &Exposition) -> Infallible {
    let serving = async {
        if let Err(error) = server.await {
            tracing::error!(%error, "metrics are not served any more");
        }
    };
    let ((), never) = tokio::join!(serving, take_in(exposition));
    never
}

async fn take_in(exposition: &Exposition) -> Infallible {
    let mut ticks = interval(UPKEEP);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        exposition.take_in();
    }
}

fn serve(listener: HttpListener, exposition: Arc<Exposition>) -> Result<Server, ServerError> {
    let exposition = Data::from(exposition);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(exposition.clone())
            .service(resource("/metrics").guard(Get()).to(metrics))
    })
    .workers(1)
    .max_connections(CONNECTIONS)
    .keep_alive(KEEP_ALIVE)
    .client_request_timeout(HEADER_TIME)
    .client_disconnect_timeout(DISCONNECT_TIME)
    .disable_signals()
    .shutdown_timeout(DRAIN_SECONDS);
    Ok(server.listen(listener.into_socket())?.run())
}

async fn metrics(exposition: Data<Exposition>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, TEXT_FORM))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(exposition.text().await)
}
