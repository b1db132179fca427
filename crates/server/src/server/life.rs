//! What a server does beside answering: it starts, works on jobs, and stops.

use std::future::Future;
use std::net::SocketAddr;

use actix_server::ServerHandle;
use application::Ports;
use application::health::Lifecycle;
use application::sessions::ActivityLog;
use infra_sqlite::ServingLock;

use super::{Loops, WorkerDuties, address_file};
use crate::error::ServerError;
use crate::settings::HttpSettings;
use crate::start::StartUp;

/// A server's life from its start to its end.
pub(crate) struct Life {
    pub(crate) http: HttpSettings,
    pub(crate) start: StartUp,
    pub(crate) ports: Ports,
    /// Uses of sessions that are still to be written down.
    pub(crate) activity: ActivityLog,
    /// What to do, if this process does a worker's jobs; `None` leaves them to other processes.
    pub(crate) worker: Option<WorkerDuties>,
    pub(crate) lifecycle: Lifecycle,
    /// Held for as long as the server lives.
    pub(crate) _lock: Option<ServingLock>,
}

impl Life {
    /// Lives until `stop` is ready, and then until what is under way has ended (I13).
    pub(super) async fn live(
        &self,
        address: SocketAddr,
        stop: impl Future<Output = ()>,
        http: &ServerHandle,
    ) -> Result<(), ServerError> {
        tokio::pin!(stop);
        tokio::select! {
            outcome = self.start.run() => outcome?,
            () = &mut stop => return Ok(()),
        }
        let worker = |duties| Loops::of_worker(&self.ports, duties);
        let jobs = self.worker.clone().map(worker);
        self.announce(address)?;
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

    fn announce(&self, address: SocketAddr) -> Result<(), ServerError> {
        self.lifecycle.serve();
        let scheme = self.http.scheme();
        tracing::info!(%address, scheme, "ready");
        match &self.http.address_file {
            Some(path) => address_file::write(path, address),
            None => Ok(()),
        }
    }
}
