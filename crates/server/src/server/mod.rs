//! A server from its start to its end.

pub(crate) mod address_file;
mod application;
mod closing;
mod http1;
mod https;
mod life;
mod listener;
mod loop_keeping;
mod loops;

use std::future::Future;
use std::net::SocketAddr;

use http_actix::Api;

use application::Application;
use https::Https;

use crate::error::ServerError;
use crate::metrics::{self, MetricsServer};

pub use https::Certificates;
pub(crate) use life::Life;
pub(crate) use listener::HttpListener;
pub(crate) use loops::{Loops, WorkerDuties};

/// How long requests that are under way may take once the server stopped listening (I13).
const DRAIN_SECONDS: u64 = 20;

/// A server that has its address and waits to be run.
pub struct Server {
    pub(crate) listener: HttpListener,
    pub(crate) api: Api,
    pub(crate) life: Life,
    /// What TLS shows; without it, plain HTTP is spoken.
    pub(crate) certificates: Option<Certificates>,
    pub(crate) metrics: Option<MetricsServer>,
}

impl Server {
    /// The address that it listens at.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listener.address()
    }

    /// The certificate that clients are shown, for whoever wants it read again; `None` without TLS.
    #[must_use]
    pub const fn certificates(&self) -> Option<&Certificates> {
        self.certificates.as_ref()
    }

    /// Serves until `stop` is ready, then ends what is under way (I13).
    ///
    /// It listens at once: while its services are down, `/livez` answers and `/readyz` says 503 (I14).
    ///
    /// # Errors
    /// When it cannot start: the database refuses it, or a migration fails.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Result<(), ServerError> {
        let Self {
            listener,
            api,
            life,
            certificates,
            metrics,
        } = self;
        let (address, entrance) = (listener.address(), listener.entrance()?);
        let http = serve(listener, api, &life, certificates.as_ref())?;
        let handle = http.handle();
        let life = async move {
            let upkeep = Loops::of_server(&life.ports, &life.activity, certificates);
            let outcome = life.live(address, entrance, stop, &handle).await;
            handle.stop(outcome.is_ok()).await;
            // Only now is there no request left whose use of a session could be noted.
            upkeep.finish().await;
            outcome
        };
        let serving = Box::pin(async { tokio::join!(http, life) });
        let (served, lived) = metrics::beside(metrics, serving).await;
        lived.and(served.map_err(|error| ServerError::failed("HTTP", error)))
    }
}

/// The socket goes with the HTTP server, which closes it as soon as it is asked to stop: a connection that
/// nobody will take is refused, not left to wait (I13).
fn serve(
    listener: HttpListener,
    api: Api,
    life: &Life,
    certificates: Option<&Certificates>,
) -> Result<actix_server::Server, ServerError> {
    let server = actix_server::Server::build()
        .disable_signals()
        .shutdown_timeout(DRAIN_SECONDS);
    let server = match life.http.workers {
        Some(workers) => server.workers(workers.get()),
        None => server,
    };
    let (application, socket) = (
        Application::new(api, life.lifecycle.clone()),
        listener.into_socket(),
    );
    let server = match certificates {
        Some(certificates) => {
            let clock = life.ports.system.clock.clone();
            Https::new(application, certificates, clock)?.listen(server, socket)
        }
        None => http1::listen(application, server, socket),
    };
    Ok(server?.run())
}
