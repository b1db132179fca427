//! HTTP/1.1 and HTTP/2 behind TLS (G9). A client that speaks plain HTTP to this port gets a TLS alert, and no redirect:
//! what it has sent in clear was read by whoever is on the way.

mod certificate_files;
mod certificates;
mod handshakes;
mod http2;
mod outflow;

use std::io;
use std::net::TcpListener;
use std::rc::Rc;
use std::sync::Arc;

use actix_server::{GracefulShutdownSignal, ServerBuilder};
use actix_service::{Service, ServiceFactory, fn_factory, fn_service};
use domain::ports::Clock;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::application::Application;
use super::http1;
use crate::error::ServerError;
use handshakes::{Handshakes, Secured};
use http2::Http2;

pub use certificates::Certificates;

/// HTTP/2 in the negotiation of TLS (RFC 9113 §3.2).
const HTTP_2: &[u8] = b"h2";

/// What each worker needs to serve behind TLS.
#[derive(Clone)]
pub(super) struct Https {
    application: Application,
    acceptor: TlsAcceptor,
    clock: Arc<dyn Clock>,
}

impl Https {
    pub(super) fn new(
        application: Application,
        certificates: &Certificates,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ServerError> {
        let config = Arc::new(certificates.server_config()?);
        Ok(Self {
            application,
            acceptor: TlsAcceptor::from(config),
            clock,
        })
    }

    /// Has the workers of this server take connections from the socket.
    pub(super) fn listen(
        self,
        server: ServerBuilder,
        socket: TcpListener,
    ) -> io::Result<ServerBuilder> {
        let stopping = server.graceful_shutdown_signal();
        server.listen("https", socket, move || {
            let (https, stopping) = (self.clone(), stopping.clone());
            fn_factory(move || https.clone().worker(stopping.clone()))
        })
    }

    /// One worker's way with a connection.
    async fn worker(
        self,
        stopping: GracefulShutdownSignal,
    ) -> Result<impl Service<TcpStream, Response = (), Error = ()>, ()> {
        let http1 = http1::limited(stopping.clone()).h1(self.application.service());
        let http1 = Rc::new(http1.new_service(()).await?);
        let http2 = self.application.service().new_service(()).await?;
        let http2 = Rc::new(Http2::new(http2, stopping, self.clock));
        let handshakes = Rc::new(Handshakes::new(self.acceptor));
        Ok(fn_service(move |socket| {
            let (http1, http2) = (Rc::clone(&http1), Rc::clone(&http2));
            let handshakes = Rc::clone(&handshakes);
            async move {
                match handshakes.shake(socket).await {
                    Some((stream, peer)) if is_http2(&stream) => {
                        let outflow = stream.get_ref().0.outflow();
                        http2.serve(stream, outflow, peer).await;
                    }
                    Some(connection) => {
                        let ended = http1.call(connection).await;
                        ended.unwrap_or_else(|error| tracing::debug!(?error, "HTTP/1.1"));
                    }
                    None => {}
                }
                Ok(())
            }
        }))
    }
}

fn is_http2(stream: &Secured) -> bool {
    stream.get_ref().1.alpn_protocol() == Some(HTTP_2)
}
