//! HTTP/2 (RFC 9113). The framework speaks it too, but without an end to streams, header lists and idle connections, and
//! without a word to clients when the server stops; so connections are kept here.

mod reply;
mod request;
mod resets;
#[cfg(test)]
mod tests;
mod unread;

use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;

use actix_http::body::BoxBody;
use actix_http::{Method, Request, Response};
use actix_server::GracefulShutdownSignal;
use actix_service::Service;
use actix_web::web::Bytes;
use domain::ports::Clock;
use h2::server::{Builder, Connection, SendResponse};
use h2::{Reason, RecvStream};
use http_actix::{DISCONNECT_TIME, HEADER_TIME, KEEP_ALIVE};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::outflow::Outflow;
use resets::ResetBudget;
use unread::Unread;

/// Most requests of one connection that a client may wait for. Those that it has taken back are not among them, though
/// their work may go on: see [`ResetBudget`].
const STREAMS: u32 = 100;
/// Most bytes of all header fields as HPACK counts them, which adds 32 to each: well above what the application allows,
/// which says what is wrong. What is above this gets a 431 without a word.
const HEADER_LIST_BYTES: u32 = 32 * 1024;
/// What a client may send ahead of what is read: a whole body in one stream, and a few bodies in a connection.
const STREAM_WINDOW: u32 = 64 * 1024;
const CONNECTION_WINDOW: u32 = 8 * STREAM_WINDOW;
/// What is kept of a reply that the client is slow to take.
const SEND_BUFFER_BYTES: usize = 64 * 1024;

/// How an exchange ended.
enum Ended {
    /// With a reply, whether it arrived or not.
    Answered,
    /// The client no longer wanted to know.
    TakenBack,
}

/// One worker's HTTP/2.
pub(super) struct Http2<S> {
    application: S,
    stopping: GracefulShutdownSignal,
    clock: Arc<dyn Clock>,
}

impl<S> Http2<S>
where
    S: Service<Request, Response = Response<BoxBody>, Error = Response<BoxBody>> + 'static,
    S::Future: 'static,
{
    pub(super) const fn new(
        application: S,
        stopping: GracefulShutdownSignal,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            application,
            stopping,
            clock,
        }
    }

    /// Answers what comes over the connection, until it ends.
    pub(super) async fn serve(
        &self,
        io: impl AsyncRead + AsyncWrite + Unpin,
        outflow: Outflow,
        peer: Option<SocketAddr>,
    ) {
        if let Err(error) = self.converse(io, outflow, peer).await {
            tracing::debug!(%error, "HTTP/2");
        }
    }

    /// A connection without a stream is told to go after [`KEEP_ALIVE`], whatever else it sends, and one of a server
    /// that stops at once. Then it may end what it has begun; requests that the client sent before it knew count as
    /// begun (I13). Replies that are made but wait for the client keep it open while the client takes any of them; at a
    /// stop the time that the whole server has is the end of that.
    async fn converse(
        &self,
        io: impl AsyncRead + AsyncWrite + Unpin,
        outflow: Outflow,
        peer: Option<SocketAddr>,
    ) -> Result<(), h2::Error> {
        let Ok(connection) = timeout(HEADER_TIME, settings().handshake(io)).await else {
            return Ok(());
        };
        let mut connection = connection?;
        let mut stopping = pin!(self.stopping.notified());
        let (mut streams, mut is_closing) = (JoinSet::new(), false);
        let mut resets = ResetBudget::new(Instant::now());
        loop {
            let before = outflow.written();
            let patience = if is_closing {
                DISCONNECT_TIME
            } else {
                KEEP_ALIVE
            };
            tokio::select! {
                accepted = connection.accept() => match accepted {
                    Some(exchange) => {
                        let (request, reply) = exchange?;
                        streams.spawn_local(self.exchange(request, peer, reply, outflow.clone()));
                        continue;
                    }
                    None => return Ok(()),
                },
                Some(ended) = streams.join_next() => {
                    if matches!(ended, Ok(Ended::TakenBack)) && !resets.allow(Instant::now()) {
                        drop(streams);
                        return calm_down(connection).await;
                    }
                    continue;
                }
                () = &mut stopping, if !is_closing => {}
                () = sleep(patience), if streams.is_empty() => {
                    if outflow.is_moving_since(before) {
                        continue;
                    }
                    if is_closing {
                        return Ok(());
                    }
                }
            }
            is_closing = true;
            connection.graceful_shutdown();
        }
    }

    /// A client that takes its request back stops what is done for it, as one that closes its connection does. What it
    /// has taken back before it was looked at is not begun.
    fn exchange(
        &self,
        request: http::Request<RecvStream>,
        peer: Option<SocketAddr>,
        mut reply: SendResponse<Bytes>,
        outflow: Outflow,
    ) -> impl Future<Output = Ended> + use<S> {
        let without_body = request.method() == Method::HEAD;
        let unread = Unread::default();
        let request = request::incoming(request, peer, unread.clone());
        let answer = self.application.call(request);
        let clock = Arc::clone(&self.clock);
        async move {
            let response = tokio::select! {
                biased;
                _ = poll_fn(|context| reply.poll_reset(context)) => return Ended::TakenBack,
                response = answer => response.unwrap_or_else(|refusal| refusal),
            };
            let sent = reply::send(response, reply, without_body, clock.now(), &outflow).await;
            if let Err(error) = sent {
                tracing::debug!(%error, "a reply in HTTP/2 did not arrive");
            }
            unread.throw_away().await;
            Ended::Answered
        }
    }
}

/// Ends a connection for what its client does, and tells it so (RFC 9113 §10.5).
async fn calm_down(
    mut connection: Connection<impl AsyncRead + AsyncWrite + Unpin, Bytes>,
) -> Result<(), h2::Error> {
    connection.abrupt_shutdown(Reason::ENHANCE_YOUR_CALM);
    let closed = poll_fn(|context| connection.poll_closed(context));
    timeout(DISCONNECT_TIME, closed).await.unwrap_or(Ok(()))
}

fn settings() -> Builder {
    let mut builder = Builder::new();
    builder
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(HEADER_LIST_BYTES)
        .initial_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_send_buffer_size(SEND_BUFFER_BYTES);
    builder
}
