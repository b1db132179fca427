//! How connections come by TLS.

use std::io;
use std::net::SocketAddr;

use http_actix::HEADER_TIME;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::outflow::Metered;

/// Most handshakes of one worker at a time. They cost far more than most requests; the framework has the same bound.
const AT_ONCE: usize = 256;

/// A connection behind TLS.
pub(super) type Secured = TlsStream<Metered<TcpStream>>;

/// One worker's handshakes.
pub(super) struct Handshakes {
    acceptor: TlsAcceptor,
    turns: Semaphore,
}

impl Handshakes {
    pub(super) fn new(acceptor: TlsAcceptor) -> Self {
        let turns = Semaphore::new(AT_ONCE);
        Self { acceptor, turns }
    }

    /// The connection once TLS is set up; `None` for a client that does not manage that, or not in time (G2). The wait for
    /// its turn is part of that time.
    pub(super) async fn shake(&self, socket: TcpStream) -> Option<(Secured, Option<SocketAddr>)> {
        let peer = socket.peer_addr().ok();
        // Replies in HTTP/2 are many small writes.
        let _ = socket.set_nodelay(true);
        let stream = timeout(HEADER_TIME, self.accept(socket)).await.ok()?;
        stream
            .map_err(|error| tracing::debug!(%error, "TLS"))
            .ok()
            .map(|stream| (stream, peer))
    }

    /// Who says nothing takes nobody's turn.
    async fn accept(&self, socket: TcpStream) -> io::Result<Secured> {
        socket.readable().await?;
        let _turn = self.turns.acquire().await.map_err(io::Error::other)?;
        self.acceptor.accept(Metered::new(socket)).await
    }
}
