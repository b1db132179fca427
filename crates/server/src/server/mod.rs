//! A server from its start to its end.

mod address_file;
mod closing;
mod life;
mod listener;
mod loops;

use std::future::Future;
use std::net::SocketAddr;

use actix_web::HttpServer;
use actix_web::middleware::from_fn;
use http_actix::{Api, DISCONNECT_TIME, HEADER_TIME, KEEP_ALIVE};

use closing::close_when_stopping;

use crate::error::ServerError;

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
}

impl Server {
    /// The address that it listens at.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listener.address()
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
        } = self;
        let address = listener.address();
        let http = serve(listener, api, &life)?;
        let handle = http.handle();
        let life = async move {
            let upkeep = Loops::of_server(&life.ports, &life.activity);
            let outcome = life.live(address, stop, &handle).await;
            handle.stop(outcome.is_ok()).await;
            // Only now is there no request left whose use of a session could be noted.
            upkeep.finish().await;
            outcome
        };
        let (served, lived) = tokio::join!(http, life);
        lived.and(served.map_err(|error| ServerError::failed("HTTP", error)))
    }
}

/// The socket goes with the HTTP server, which closes it as soon as it is asked to stop: a connection that
/// nobody will take is refused, not left to wait (I13).
fn serve(
    listener: HttpListener,
    api: Api,
    life: &Life,
) -> Result<actix_web::dev::Server, ServerError> {
    let lifecycle = life.lifecycle.clone();
    let server = HttpServer::new(move || {
        let lifecycle = lifecycle.clone();
        api.app().wrap(from_fn(move |request, next| {
            close_when_stopping(lifecycle.clone(), request, next)
        }))
    })
    .keep_alive(KEEP_ALIVE)
    .client_request_timeout(HEADER_TIME)
    .client_disconnect_timeout(DISCONNECT_TIME)
    .disable_signals()
    .shutdown_timeout(DRAIN_SECONDS);
    let server = match life.http.workers {
        Some(workers) => server.workers(workers.get()),
        None => server,
    };
    Ok(server.listen(listener.into_socket())?.run())
}
