//! Clients that read slowly when the server stops (I13).

use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use h2::client::{ResponseFuture, SendRequest};
use http::Request;
use portico_tests::SetUp;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex, split};
use tokio::net::TcpSocket;
use tokio::time::sleep;

use crate::secured::Secured;

/// Far more than the server keeps of one reply.
const LARGE: &str = "/docs/swagger-ui.css";
const REPLIES: usize = 90;
/// What is read before the stop: so much that all replies are made, and most of them wait.
const READ_FIRST: usize = 8 * 1024 * 1024;
/// What is read after it in each tenth of a second: the rest takes longer than a silent client has, and less than a stop
/// may take.
const PIECE: usize = 56 * 1024;

/// The client's end of a connection that is read fast until it is said to be slow.
async fn way(server: &Secured, is_slow: Arc<AtomicBool>) -> DuplexStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    // What the machine takes in for the client, the server does not have to wait with.
    socket.set_recv_buffer_size(32 * 1024).expect("a size");
    let address = server.address.parse().expect("an address");
    let stream = socket.connect(address).await.expect("a connection");
    let (mut from_server, mut to_server) = split(server.secure(stream, b"h2").await);
    let (client, near) = duplex(PIECE);
    let (mut from_client, mut to_client) = split(near);
    tokio::spawn(async move { tokio::io::copy(&mut from_client, &mut to_server).await });
    tokio::spawn(async move {
        let mut piece = vec![0; PIECE];
        loop {
            let read = from_server.read(&mut piece).await.unwrap_or(0);
            if read == 0 || to_client.write_all(&piece[..read]).await.is_err() {
                return;
            }
            if is_slow.load(Ordering::Relaxed) {
                let share = u32::try_from(read * 1000 / PIECE).unwrap_or(1000);
                sleep(Duration::from_micros(100) * share).await;
            }
        }
    });
    client
}

async fn connect(way: DuplexStream) -> SendRequest<Cursor<Vec<u8>>> {
    let mut client = h2::client::Builder::new();
    client
        .initial_window_size(1 << 20)
        .initial_connection_window_size(1 << 26);
    let (send, connection) = client.handshake(way).await.expect("a handshake");
    tokio::spawn(connection);
    send
}

/// The length of a reply, and the one that it should have.
async fn lengths(
    reply: ResponseFuture,
    read: Arc<AtomicUsize>,
) -> Result<(usize, String), h2::Error> {
    let reply = reply.await?;
    let expected = reply.headers()["content-length"].to_str();
    let expected = expected.expect("a number").to_owned();
    let (mut body, mut length) = (reply.into_body(), 0);
    while let Some(chunk) = body.data().await {
        let chunk = chunk?.len();
        body.flow_control().release_capacity(chunk)?;
        read.fetch_add(chunk, Ordering::Relaxed);
        length += chunk;
    }
    Ok((length, expected))
}

// I13
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_cuts_no_reply_off_that_is_read_slowly() {
    let server = Secured::serve(SetUp::Embedded).await;
    let (is_slow, read) = (Arc::<AtomicBool>::default(), Arc::<AtomicUsize>::default());
    let send = connect(way(&server, Arc::clone(&is_slow)).await).await;
    let mut replies = Vec::new();
    for _ in 0..REPLIES {
        let request = Request::get(server.url(LARGE)).body(());
        let mut ready = send.clone().ready().await.expect("room for a request");
        let begun = ready.send_request(request.expect("a request"), true);
        let (reply, _) = begun.expect("it is sent");
        replies.push(tokio::spawn(lengths(reply, Arc::clone(&read))));
    }
    while read.load(Ordering::Relaxed) < READ_FIRST {
        sleep(Duration::from_millis(5)).await;
    }
    is_slow.store(true, Ordering::Relaxed);
    server.binary.terminate();
    for reply in replies {
        let (length, expected) = reply.await.expect("no panic").expect("a whole reply");
        assert_eq!(length.to_string(), expected);
    }
    assert_eq!(server.binary.wait().await, Some(0));
}
