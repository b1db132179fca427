//! Requests as the framework takes them.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_http::error::PayloadError;
use actix_http::{Payload, Request};
use actix_web::web::Bytes;
use futures_util::Stream;
use h2::RecvStream;

use super::unread::Unread;

/// A request of HTTP/2 in the form that HTTP/1.1 has it in. What is not read of its body is kept in `unread`.
pub(super) fn incoming(
    request: http::Request<RecvStream>,
    peer: Option<SocketAddr>,
    unread: Unread,
) -> Request {
    let (parts, body) = request.into_parts();
    let payload: Payload = if body.is_end_stream() {
        Payload::None
    } else {
        Payload::Stream {
            payload: Box::pin(Body {
                stream: Some(body),
                unread,
            }),
        }
    };
    let mut request = Request::with_payload(payload);
    let head = request.head_mut();
    head.uri = parts.uri;
    head.method = parts.method;
    head.version = parts.version;
    head.headers = parts.headers.into();
    head.peer_addr = peer;
    request
}

/// A body, which the client may send on as fast as it is read.
struct Body {
    stream: Option<RecvStream>,
    unread: Unread,
}

impl Drop for Body {
    fn drop(&mut self) {
        if let Some(stream) = self.stream.take().filter(|stream| !stream.is_end_stream()) {
            self.unread.keep(stream);
        }
    }
}

impl Stream for Body {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(stream) = &mut self.stream else {
            return Poll::Ready(None);
        };
        let chunk = ready!(stream.poll_data(context));
        Poll::Ready(chunk.map(|chunk| {
            let chunk = chunk.map_err(cut_off)?;
            let flow = stream.flow_control();
            flow.release_capacity(chunk.len()).map_err(cut_off)?;
            Ok(chunk)
        }))
    }
}

fn cut_off(error: h2::Error) -> PayloadError {
    PayloadError::Incomplete(Some(io::Error::other(error)))
}
