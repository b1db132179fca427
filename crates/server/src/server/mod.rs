//! A server from its start to its end.

mod address_file;
mod closing;
mod listener;
mod loops;

use std::future::Future;
use std::time::Duration;

use actix_web::HttpServer;
use actix_web::middleware::from_fn;
use application::Ports;
use application::health::Lifecycle;
use application::sessions::ActivityLog;
use http_actix::{Api, DISCONNECT_TIME, HEADER_TIME, KEEP_ALIVE};
use infra_sqlite::ServingLock;

use closing::close_when_stopping;

use crate::error::ServerError;
use crate::settings::HttpSettings;
use crate::start::StartUp;

pub(crate) use listener::HttpListener;
pub(crate) use loops::Loops;

/// How long requests that are under way may take once the server stopped listening (I13).
const DRAIN_SECONDS: u64 = 20;

/// A server that has its address and waits to be run.
pub struct Server {
    pub(crate) listener: HttpListener,
    pub(crate) api: Api,
    pub(crate) http: HttpSettings,
    pub(crate) start: StartUp,
    pub(crate) ports: Ports,
    /// Uses of sessions that are still to be written down.
    pub(crate) activity: ActivityLog,
    /// How often to sweep, if this process does a worker's jobs; `None` leaves them to other processes.
    pub(crate) worker: Option<Duration>,
    pub(crate) lifecycle: Lifecycle,
    /// Held for as long as the server lives.
    pub(crate) _lock: Option<ServingLock>,
}

impl Server {
    /// The address that it listens at.
    #[must_use]
    pub fn address(&self) -> std::net::SocketAddr {
        self.listener.address()
    }

    /// Serves until `stop` is ready, then ends what is under way (I13).
    ///
    /// It listens at once: while its services are down, `/livez` answers and `/readyz` says 503 (I14).
    ///
    /// # Errors
    /// When it cannot start: the database refuses it, or a migration fails.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Result<(), ServerError> {
        let http = self.serve()?;
        let handle = http.handle();
        let life = async move {
            let upkeep = Loops::of_server(&self.ports, &self.activity);
            let outcome = self.live(stop, &handle).await;
            handle.stop(outcome.is_ok()).await;
            // Only now is there no request left whose use of a session could be noted.
            upkeep.finish().await;
            outcome
        };
        let (served, lived) = tokio::join!(http, life);
        lived.and(served.map_err(|error| ServerError::failed("HTTP", error)))
    }

    async fn live(
        &self,
        stop: impl Future<Output = ()>,
        http: &actix_web::dev::ServerHandle,
    ) -> Result<(), ServerError> {
        tokio::pin!(stop);
        tokio::select! {
            outcome = self.start.run() => outcome?,
            () = &mut stop => return Ok(()),
        }
        let worker = |interval| Loops::of_worker(&self.ports, interval);
        let jobs = self.worker.map(worker);
        self.announce()?;
        stop.await;
        self.lifecycle.stop();
        tokio::time::sleep(self.http.stop_delay).await;
        let draining = http.stop(true);
        if let Some(jobs) = jobs {
            jobs.finish().await;
        }
        draining.await;
        Ok(())
    }

    fn announce(&self) -> Result<(), ServerError> {
        let address = self.address();
        self.lifecycle.serve();
        tracing::info!(%address, "ready");
        match &self.http.address_file {
            Some(path) => address_file::write(path, address),
            None => Ok(()),
        }
    }

    fn serve(&self) -> Result<actix_web::dev::Server, ServerError> {
        let (api, lifecycle) = (self.api.clone(), self.lifecycle.clone());
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
        let server = match self.http.workers {
            Some(workers) => server.workers(workers.get()),
            None => server,
        };
        Ok(server.listen(self.listener.try_clone()?)?.run())
    }
}
