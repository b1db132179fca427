//! Who is not let in (G2, G9).

use std::time::{Duration, Instant};

use portico_tests::SetUp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::identity::Identity;
use crate::secured::Secured;

/// What a busy machine may add to a limit.
const SLACK: Duration = Duration::from_secs(3);
/// How long a handshake may take, and then a first head.
const LIMIT: Duration = Duration::from_secs(5);

/// What a client that says this is told until it is cut off.
async fn told(address: &str, words: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(words).await.expect("it listens");
    read_to_end(stream).await
}

async fn read_to_end(mut stream: impl tokio::io::AsyncRead + Unpin) -> Vec<u8> {
    let mut told = Vec::new();
    // A connection that is cut may end with a reset.
    let read = tokio::time::timeout(3 * LIMIT, stream.read_to_end(&mut told)).await;
    let _ = read.expect("the server cuts the connection");
    told
}

// G9
#[tokio::test]
async fn http_in_clear_is_refused_and_led_nowhere() {
    let server = Secured::serve(SetUp::Embedded).await;
    let request = b"GET /livez HTTP/1.1\r\nHost: portico.example\r\n\r\n";
    let told = told(&server.address, request).await;
    let told = String::from_utf8_lossy(&told);
    assert!(!told.contains("HTTP/"), "{told}");
}

/// A `ClientHello` up to TLS 1.2 (RFC 5246 §7.4.1.2) that asks for what the server has, whatever the version.
fn client_hello(version: [u8; 2]) -> Vec<u8> {
    const SESSION: [u8; 1] = [0];
    const ECDHE_ECDSA_WITH_AES_256_CBC_OR_128_GCM: [u8; 6] = [0, 4, 0xC0, 0x0A, 0xC0, 0x2B];
    const NO_COMPRESSION: [u8; 2] = [1, 0];
    const X25519_AND_ECDSA_WITH_P256: [u8; 18] =
        [0, 16, 0, 10, 0, 4, 0, 2, 0, 29, 0, 13, 0, 4, 0, 2, 4, 3];
    let mut hello = version.to_vec();
    hello.extend([7; 32]);
    hello.extend(SESSION);
    hello.extend(ECDHE_ECDSA_WITH_AES_256_CBC_OR_128_GCM);
    hello.extend(NO_COMPRESSION);
    hello.extend(X25519_AND_ECDSA_WITH_P256);
    let length = u8::try_from(hello.len()).expect("a short hello");
    let mut message = vec![22, 3, 1, 0, length + 4, 1, 0, 0, length];
    message.extend(hello);
    message
}

// G9
#[tokio::test]
async fn versions_before_1_2_are_refused_as_such() {
    const ALERT: u8 = 21;
    const HANDSHAKE: u8 = 22;
    /// `fatal`, `protocol_version` (RFC 8446 §6).
    const WRONG_VERSION: [u8; 2] = [2, 70];
    let server = Secured::serve(SetUp::Embedded).await;
    for version in [[3, 1], [3, 2]] {
        let told = told(&server.address, &client_hello(version)).await;
        assert_eq!(told[0], ALERT, "{told:?}");
        assert!(told.ends_with(&WRONG_VERSION), "{told:?}");
    }
    let taken = told(&server.address, &client_hello([3, 3])).await;
    assert_eq!(taken[0], HANDSHAKE, "{taken:?}");
}

// G2
#[tokio::test]
async fn a_client_that_never_greets_is_cut_off_after_5_seconds() {
    let server = Secured::serve(SetUp::Embedded).await;
    let started = Instant::now();
    let half_a_hello = &client_hello([3, 3])[..20];
    let (silent, half) = tokio::join!(
        told(&server.address, b""),
        told(&server.address, half_a_hello)
    );
    assert!(silent.is_empty() && half.is_empty());
    let took = started.elapsed();
    assert!(took + SLACK > LIMIT && took < LIMIT + SLACK, "{took:?}");
}

// G2
#[tokio::test]
async fn a_head_that_does_not_end_is_given_up_behind_tls_too() {
    let server = Secured::serve(SetUp::Embedded).await;
    let mut stream = server.connect(b"http/1.1").await;
    let started = Instant::now();
    let head = b"GET /livez HTTP/1.1\r\nHost: portico.example\r\nX-Slow: ";
    stream.write_all(head).await.expect("it listens");
    let told = read_to_end(stream).await;
    let told = String::from_utf8_lossy(&told);
    assert!(
        told.is_empty() || told.starts_with("HTTP/1.1 408 "),
        "{told}"
    );
    let took = started.elapsed();
    assert!(took + SLACK > LIMIT && took < 3 * LIMIT, "{took:?}");
}

// G2
#[tokio::test]
async fn who_never_begins_with_http_2_is_cut_off_after_5_seconds() {
    let server = Secured::serve(SetUp::Embedded).await;
    let stream = server.connect(b"h2").await;
    let started = Instant::now();
    let _settings = read_to_end(stream).await;
    let took = started.elapsed();
    assert!(took + SLACK > LIMIT && took < LIMIT + SLACK, "{took:?}");
}

// G2: what costs most is bounded, and whoever comes then has its turn within its own time.
#[tokio::test]
async fn a_handshake_waits_for_its_turn() {
    const MORE_THAN_AT_ONCE: usize = 300;
    let one_worker = ("PORTICO__HTTP__WORKERS".to_owned(), "1".to_owned());
    let server = Secured::serve_with(SetUp::Embedded, Identity::of_loopback(), [one_worker]).await;
    let hello = client_hello([3, 3]);
    let mut begun = Vec::new();
    for _ in 0..MORE_THAN_AT_ONCE {
        let mut stream = TcpStream::connect(&server.address)
            .await
            .expect("a connection");
        stream.write_all(&hello[..20]).await.expect("it listens");
        begun.push(stream);
    }
    // The others are given up while there is time left for this one.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let started = Instant::now();
    let _stream = server.connect(b"h2").await;
    let took = started.elapsed();
    assert!(took > Duration::from_secs(1) && took < LIMIT, "{took:?}");
}
