//! What a server does beside answering: it starts, works on jobs, and stops.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use actix_server::ServerHandle;
use application::Ports;
use application::health::Lifecycle;
use application::sessions::ActivityLog;
use infra_sqlite::ServingLock;

use super::listener::Entrance;
use super::{Loops, WorkerDuties, address_file};
use crate::error::ServerError;
use crate::settings::HttpSettings;
use crate::start::StartUp;

/// How long who came in last has to say what they want, once nobody comes in any more.
const LAST_REQUESTS: Duration = Duration::from_millis(500);

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
        entrance: Entrance,
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
        let_in_no_more(entrance, http).await;
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

/// A server that stops cuts off connections of HTTP/1.1 whose first request it has not read, though it may have arrived. So
/// it takes no more of them first, and reads what the last ones have sent.
async fn let_in_no_more(entrance: Entrance, http: &ServerHandle) {
    http.pause().await;
    entrance.close();
    tokio::time::sleep(LAST_REQUESTS).await;
}
