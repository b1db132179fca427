//! What a connection does with clients that are slow, silent, or of two minds; the time is the tests' own.

use std::future::{pending, poll_fn};
use std::sync::Arc;
use std::time::Duration;

use actix_http::body::BoxBody;
use actix_http::{Request, Response};
use actix_service::fn_service;
use actix_web::web::Bytes;
use h2::client::{ResponseFuture, SendRequest};
use h2::{Reason, SendStream};
use infra_system::SystemClock;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex, split};
use tokio::task::{LocalSet, spawn_local};
use tokio::time::{Instant, sleep, timeout};

use super::Http2;
use crate::server::https::outflow::Metered;

/// More than is kept of a reply, so that its end is made while most of it waits.
const REPLY: usize = 100 * 1024;
/// Rather many at once.
const REPLIES: usize = 40;
const PIPE: usize = 16 * 1024;

async fn answer(request: Request) -> Result<Response<BoxBody>, Response<BoxBody>> {
    if request.path() == "/never" {
        pending::<()>().await;
    }
    let body = Bytes::from(vec![b'a'; REPLY]);
    Ok(Response::ok().set_body(body).map_into_boxed_body())
}

/// One connection of a server that does not stop, until it ends.
async fn serve(io: DuplexStream) {
    let stopping = actix_server::Server::build().graceful_shutdown_signal();
    let http2 = Http2::new(fn_service(answer), stopping, Arc::new(SystemClock));
    let io = Metered::new(io);
    let outflow = io.outflow();
    http2.serve(io, outflow, None).await;
}

/// A way to the server that carries so many bytes of replies in each tenth of a second.
fn slow_way(bytes: usize) -> (DuplexStream, DuplexStream) {
    let ((client, near), (far, server)) = (duplex(PIPE), duplex(PIPE));
    let (mut from_client, mut to_client) = split(near);
    let (mut from_server, mut to_server) = split(far);
    spawn_local(async move {
        let _ = tokio::io::copy(&mut from_client, &mut to_server).await;
    });
    spawn_local(async move {
        let mut piece = vec![0; bytes];
        while let Ok(read @ 1..) = from_server.read(&mut piece).await {
            sleep(Duration::from_millis(100)).await;
            if to_client.write_all(&piece[..read]).await.is_err() {
                break;
            }
        }
    });
    (client, server)
}

async fn connect(io: DuplexStream) -> SendRequest<Bytes> {
    let mut client = h2::client::Builder::new();
    client
        .initial_window_size(1 << 20)
        .initial_connection_window_size(1 << 26);
    let (send, connection) = client.handshake(io).await.expect("a handshake");
    spawn_local(connection);
    send
}

async fn ask(
    send: &mut SendRequest<Bytes>,
    path: &str,
) -> Result<(ResponseFuture, SendStream<Bytes>), h2::Error> {
    *send = send.clone().ready().await?;
    let request = http::Request::get(format!("https://portico.example{path}"));
    send.send_request(request.body(()).expect("a request"), true)
}

async fn length(reply: ResponseFuture) -> Result<usize, h2::Error> {
    let (mut body, mut length) = (reply.await?.into_body(), 0);
    while let Some(chunk) = body.data().await {
        let chunk = chunk?.len();
        body.flow_control().release_capacity(chunk)?;
        length += chunk;
    }
    Ok(length)
}

/// Sends one request after another, and takes each back once it is begun, until the server has enough.
async fn take_back(
    send: &mut SendRequest<Bytes>,
    times: u32,
    every: Duration,
) -> Result<(), h2::Error> {
    for _ in 0..times {
        let (_reply, mut stream) = ask(send, "/never").await?;
        sleep(every).await;
        stream.send_reset(Reason::CANCEL);
    }
    sleep(every).await;
    Ok(())
}

/// Sends a body as fast as the server takes it; whether it took all.
async fn upload(mut stream: SendStream<Bytes>, length: usize) -> Result<(), h2::Error> {
    let mut rest = length;
    while rest > 0 {
        stream.reserve_capacity(rest);
        let capacity = poll_fn(|context| stream.poll_capacity(context)).await;
        let piece = capacity.ok_or(Reason::CANCEL)??.min(rest);
        rest -= piece;
        stream.send_data(Bytes::from(vec![b'b'; piece]), rest == 0)?;
    }
    Ok(())
}

// G1: curl 7 loses a reply that a reset follows.
#[tokio::test(start_paused = true)]
async fn a_reply_before_the_end_of_an_upload_is_followed_by_no_reset() {
    let test = async {
        let (client, server) = duplex(PIPE);
        spawn_local(serve(server));
        let mut send = connect(client).await.ready().await.expect("a connection");
        let request = http::Request::post("https://portico.example/").body(());
        let request = request.expect("a request");
        let (reply, stream) = send.send_request(request, false).expect("it is sent");
        assert_eq!(length(reply).await.expect("a whole reply"), REPLY);
        let uploaded = upload(stream, 1 << 20).await;
        assert!(uploaded.is_ok(), "{uploaded:?}");
    };
    LocalSet::new().run_until(test).await;
}

// G2: a slow client is no silent one.
#[tokio::test(start_paused = true)]
async fn who_reads_slowly_gets_whole_replies_however_long_it_takes() {
    let test = async {
        let (client, server) = slow_way(4 * 1024);
        spawn_local(serve(server));
        let mut send = connect(client).await;
        let begun = Instant::now();
        let mut replies = Vec::new();
        for _ in 0..REPLIES {
            let (reply, _) = ask(&mut send, "/").await.expect("it is sent");
            replies.push(spawn_local(length(reply)));
        }
        for reply in replies {
            let length = reply.await.expect("no panic");
            assert_eq!(length.expect("a whole reply"), REPLY);
        }
        assert!(begun.elapsed() > Duration::from_mins(1));
    };
    LocalSet::new().run_until(test).await;
}

// G2
#[tokio::test(start_paused = true)]
async fn who_takes_nothing_of_its_replies_is_cut_off() {
    let test = async {
        let (client, server) = duplex(PIPE);
        let serving = spawn_local(serve(server));
        let mut builder = h2::client::Builder::new();
        builder.initial_window_size(1 << 20);
        let (mut send, mut connection) = builder
            .handshake::<_, Bytes>(client)
            .await
            .expect("a handshake");
        let request = http::Request::get("https://portico.example/").body(());
        let request = request.expect("a request");
        let reply = send.send_request(request, true).expect("it is sent").0;
        let head = tokio::select! {
            head = reply => head,
            _ = &mut connection => unreachable!("the server is there"),
        };
        assert_eq!(head.expect("a head").status(), 200);
        // From now on nobody reads.
        let ended = timeout(Duration::from_mins(1), serving).await;
        assert!(ended.is_ok());
        drop(connection);
    };
    LocalSet::new().run_until(test).await;
}

// G2
#[tokio::test(start_paused = true)]
async fn who_takes_back_request_after_request_is_told_to_calm_down() {
    let test = async {
        let (client, server) = duplex(PIPE);
        let serving = spawn_local(serve(server));
        let mut send = connect(client).await;
        let flood = take_back(&mut send, 1000, Duration::from_millis(1)).await;
        let refusal = flood.expect_err("there is an end");
        assert_eq!(refusal.reason(), Some(Reason::ENHANCE_YOUR_CALM));
        let ended = timeout(Duration::from_secs(10), serving).await;
        assert!(ended.is_ok());
    };
    LocalSet::new().run_until(test).await;
}

// G2
#[tokio::test(start_paused = true)]
async fn who_takes_a_request_back_now_and_then_is_served_on() {
    let test = async {
        let (client, server) = duplex(PIPE);
        spawn_local(serve(server));
        let mut send = connect(client).await;
        let calm = take_back(&mut send, 300, Duration::from_millis(120)).await;
        assert!(calm.is_ok());
        let (reply, _) = ask(&mut send, "/").await.expect("it is sent");
        assert_eq!(length(reply).await.expect("a whole reply"), REPLY);
    };
    LocalSet::new().run_until(test).await;
}
