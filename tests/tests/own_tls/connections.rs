//! What a connection of HTTP/2 may do, and how it ends (G1, G2, I13).

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use h2::client::SendRequest;
use http::{HeaderValue, Request, StatusCode};
use portico_tests::SetUp;
use tokio::io::AsyncReadExt;
use tokio::task::JoinHandle;

use crate::secured::{Secured, trusting};

type Bytes = std::io::Cursor<Vec<u8>>;

/// A connection of HTTP/2 that ends when its task does.
async fn connect(server: &Secured) -> (SendRequest<Bytes>, JoinHandle<Result<(), h2::Error>>) {
    let stream = server.connect(b"h2").await;
    let (send, connection) = h2::client::Builder::new()
        .handshake(stream)
        .await
        .expect("a handshake");
    (send, tokio::spawn(connection))
}

fn get(server: &Secured, field: &str) -> Request<()> {
    let value = HeaderValue::try_from(field).expect("a field");
    Request::get(server.url("/livez"))
        .header("x-field", value)
        .body(())
        .expect("a request")
}

async fn status(send: &mut SendRequest<Bytes>, request: Request<()>) -> StatusCode {
    let (answer, _) = send.send_request(request, true).expect("it is sent");
    answer.await.expect("an answer").status()
}

/// What the server allows in its first frame, by the number of the setting (RFC 9113 §6.5).
async fn allowed(server: &Secured) -> BTreeMap<u16, u32> {
    const SETTINGS: u8 = 4;
    let mut stream = server.connect(b"h2").await;
    let mut head = [0; 9];
    stream.read_exact(&mut head).await.expect("a frame");
    assert_eq!(head[3], SETTINGS);
    let mut settings = vec![0; usize::from(head[2])];
    stream.read_exact(&mut settings).await.expect("a frame");
    let (settings, rest) = settings.as_chunks::<6>();
    assert!(rest.is_empty());
    settings
        .iter()
        .map(|[a, b, value @ ..]| (u16::from_be_bytes([*a, *b]), u32::from_be_bytes(*value)))
        .collect()
}

// G1
#[tokio::test]
async fn streams_windows_and_heads_are_bounded_from_the_start() {
    const MAX_CONCURRENT_STREAMS: u16 = 3;
    const INITIAL_WINDOW_SIZE: u16 = 4;
    const MAX_HEADER_LIST_SIZE: u16 = 6;
    let server = Secured::serve(SetUp::Embedded).await;
    let allowed = allowed(&server).await;
    assert_eq!(allowed[&MAX_CONCURRENT_STREAMS], 100);
    assert_eq!(allowed[&INITIAL_WINDOW_SIZE], 64 * 1024);
    assert_eq!(allowed[&MAX_HEADER_LIST_SIZE], 32 * 1024);
}

// G1
#[tokio::test]
async fn a_head_that_is_too_large_is_431_and_the_connection_lives() {
    let server = Secured::serve(SetUp::Embedded).await;
    let (mut send, _connection) = connect(&server).await;
    for kib in [17, 40] {
        let large = get(&server, &"a".repeat(kib * 1024));
        assert_eq!(status(&mut send, large).await, 431, "{kib} KiB");
    }
    assert_eq!(status(&mut send, get(&server, "a")).await, 200);
}

// G1: as many as in HTTP/1.1.
#[tokio::test]
async fn a_head_of_more_than_96_fields_is_431() {
    let server = Secured::serve(SetUp::Embedded).await;
    let (mut send, _connection) = connect(&server).await;
    for (fields, expected) in [(96, 200), (97, 431)] {
        let mut request = get(&server, "a");
        for _ in 1..fields {
            let field = HeaderValue::from_static("b");
            request.headers_mut().append("x-field", field);
        }
        assert_eq!(
            status(&mut send, request).await,
            expected,
            "{fields} fields"
        );
    }
}

// G2
#[tokio::test]
async fn an_idle_connection_is_told_to_go_after_15_seconds() {
    const KEEP_ALIVE: Duration = Duration::from_secs(15);
    let server = Secured::serve(SetUp::Embedded).await;
    let (mut send, connection) = connect(&server).await;
    assert_eq!(status(&mut send, get(&server, "a")).await, 200);
    let started = Instant::now();
    // It answers pings all the while.
    let ended = tokio::time::timeout(2 * KEEP_ALIVE, connection).await;
    assert!(ended.is_ok(), "the server ends it");
    assert!(started.elapsed() + Duration::from_secs(3) > KEEP_ALIVE);
}

// I13
#[tokio::test]
async fn a_stop_waits_for_no_idle_client() {
    let server = Secured::serve(SetUp::Embedded).await;
    let (mut send, connection) = connect(&server).await;
    assert_eq!(status(&mut send, get(&server, "a")).await, 200);
    let started = Instant::now();
    server.binary.terminate();
    assert_eq!(server.binary.wait().await, Some(0));
    assert!(
        started.elapsed() < Duration::from_secs(10),
        "{:?}",
        started.elapsed()
    );
    let ended = tokio::time::timeout(Duration::from_secs(1), connection).await;
    assert!(ended.is_ok(), "the connection ends with the server");
}

/// Asks again and again until the server takes no further connection; how often it was answered.
async fn ask_until_the_end(http: reqwest::Client, url: String) -> u32 {
    let mut answers = 0;
    loop {
        match http.get(&url).send().await {
            Ok(reply) => {
                assert_eq!(reply.status(), 200);
                assert!(!reply.bytes().await.expect("a whole body").is_empty());
                answers += 1;
            }
            Err(error) if error.is_connect() => return answers,
            Err(error) => panic!("after {answers} answers: {error:?}"),
        }
    }
}

// I13
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_cuts_no_request_of_http_2_off() {
    let server = Secured::serve(SetUp::Embedded).await;
    let http = trusting(&server.identity).build().expect("a client");
    let load = (0..8).map(|_| tokio::spawn(ask_until_the_end(http.clone(), server.url("/livez"))));
    let load: Vec<_> = load.collect();
    tokio::time::sleep(Duration::from_millis(500)).await;
    server.binary.terminate();
    for client in load {
        assert!(client.await.expect("no request fails") > 0);
    }
    assert_eq!(server.binary.wait().await, Some(0));
}
