//! Replies as HTTP/2 carries them.

use std::future::poll_fn;
use std::pin::pin;
use std::time::{Duration, UNIX_EPOCH};

use actix_http::body::{BodySize, BoxBody, MessageBody};
use actix_http::header::{
    CONNECTION, CONTENT_LENGTH, DATE, HeaderName, HeaderValue, HttpDate, TRANSFER_ENCODING, UPGRADE,
};
use actix_http::{Response, StatusCode, Version};
use actix_web::web::Bytes;
use domain::timestamp::Timestamp;
use h2::server::SendResponse;
use h2::{Reason, SendStream};
use tokio::time::timeout;

use crate::server::https::outflow::Outflow;

/// How long a client may take nothing of a reply.
const STALL_TIME: Duration = Duration::from_secs(15);

/// What speaks of a connection of HTTP/1.1 and has no meaning here (RFC 9113 §8.2.2).
const OF_THE_CONNECTION: [HeaderName; 5] = [
    CONNECTION,
    TRANSFER_ENCODING,
    UPGRADE,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
];

/// Why a reply did not arrive.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unsent {
    /// The client or the connection went away.
    #[error(transparent)]
    Connection(#[from] h2::Error),
    /// The client stopped reading.
    #[error("the client takes nothing")]
    Stalled,
    /// The body could not be made to its end.
    #[error("the body ended early: {0}")]
    Body(String),
}

/// Sends a reply, its body as fast as the client takes it. One that cannot be ended is taken back, so that nobody takes
/// it for whole.
pub(super) async fn send(
    response: Response<BoxBody>,
    mut reply: SendResponse<Bytes>,
    without_body: bool,
    now: Timestamp,
    outflow: &Outflow,
) -> Result<(), Unsent> {
    let (response, body) = response.into_parts();
    let status = response.status();
    let size = size_of(status, &body);
    let mut head = http::Response::new(());
    *head.status_mut() = status;
    *head.version_mut() = Version::HTTP_2;
    *head.headers_mut() = fields(response.headers(), size, now);

    let is_all = without_body || matches!(size, BodySize::None | BodySize::Sized(0));
    let mut stream = reply.send_response(head, is_all)?;
    if is_all {
        return Ok(());
    }
    let sent = send_body(body, &mut stream, outflow).await;
    if sent.is_err() {
        stream.send_reset(Reason::INTERNAL_ERROR);
    }
    sent
}

fn size_of(status: StatusCode, body: &BoxBody) -> BodySize {
    match status {
        StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED => BodySize::None,
        _ => body.size(),
    }
}

fn fields(
    given: &actix_http::header::HeaderMap,
    size: BodySize,
    now: Timestamp,
) -> http::HeaderMap {
    let mut fields = http::HeaderMap::with_capacity(given.len() + 2);
    for (name, value) in given {
        if !OF_THE_CONNECTION.contains(name) {
            fields.append(name, value.clone());
        }
    }
    if let BodySize::Sized(length) = size {
        fields.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    if !fields.contains_key(DATE)
        && let Ok(date) = HeaderValue::try_from(date(now))
    {
        fields.insert(DATE, date);
    }
    fields
}

fn date(now: Timestamp) -> String {
    let seconds = u64::try_from(now.unix_seconds()).unwrap_or_default();
    HttpDate::from(UNIX_EPOCH + Duration::from_secs(seconds)).to_string()
}

async fn send_body(
    body: BoxBody,
    stream: &mut SendStream<Bytes>,
    outflow: &Outflow,
) -> Result<(), Unsent> {
    let mut body = pin!(body);
    while let Some(chunk) = poll_fn(|context| body.as_mut().poll_next(context)).await {
        let mut chunk = chunk.map_err(|error| Unsent::Body(error.to_string()))?;
        while !chunk.is_empty() {
            let capacity = capacity(stream, chunk.len(), outflow).await?;
            stream.send_data(chunk.split_to(capacity), false)?;
        }
    }
    Ok(stream.send_data(Bytes::new(), true)?)
}

/// How many of so many bytes may be sent now. As long as the client takes what waits in its connection, the turn of this
/// reply is still to come.
async fn capacity(
    stream: &mut SendStream<Bytes>,
    wanted: usize,
    outflow: &Outflow,
) -> Result<usize, Unsent> {
    stream.reserve_capacity(wanted);
    loop {
        let before = outflow.written();
        match timeout(STALL_TIME, poll_fn(|context| stream.poll_capacity(context))).await {
            Ok(Some(capacity)) => return Ok(capacity?.min(wanted)),
            Ok(None) => return Err(h2::Error::from(Reason::CANCEL).into()),
            Err(_) if outflow.is_moving_since(before) => {}
            Err(_) => return Err(Unsent::Stalled),
        }
    }
}
