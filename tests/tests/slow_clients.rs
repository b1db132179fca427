//! Clients that keep a connection and send next to nothing (G2).
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use std::time::{Duration, Instant};

use portico_tests::{Binary, SetUp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What a busy machine may add to a limit.
const SLACK: Duration = Duration::from_secs(3);
/// When a slow client's socket must be closed at the latest, so that what it sent last is not in its way.
const CLOSED: Duration = Duration::from_secs(15);

/// How a server got rid of a slow client.
#[derive(Debug)]
struct GivenUp {
    reply: String,
    answered: Duration,
    closed: Duration,
}

/// Sends `start` and then one letter at a time, for as long as the server bears it.
async fn trickle(address: &str, start: &str) -> GivenUp {
    let stream = TcpStream::connect(address).await.expect("a connection");
    let (mut reader, mut writer) = stream.into_split();
    let started = Instant::now();
    writer
        .write_all(start.as_bytes())
        .await
        .expect("it listens");
    let sending = tokio::spawn(async move {
        while writer.write_all(b"a").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    let mut reply = vec![0; 4096];
    // A connection that is closed while the client still sends may end with a reset.
    let length = reader.read(&mut reply).await.unwrap_or_default();
    let answered = started.elapsed();
    reply.truncate(length);
    let _ = reader.read_to_end(&mut reply).await;
    sending.abort();
    GivenUp {
        reply: String::from_utf8_lossy(&reply).into_owned(),
        answered,
        closed: started.elapsed(),
    }
}

async fn given_up(start: &str, limit: Duration) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let variables = SetUp::Embedded.variables(folder.path());
    let server = Binary::serve(&variables, folder.path());
    let address = server.address().await;
    let given_up = tokio::time::timeout(CLOSED + SLACK, trickle(&address, start)).await;
    let given_up = given_up.expect("the server closes the connection");
    assert!(given_up.answered < limit + SLACK, "{given_up:?}");
    assert!(given_up.answered + SLACK > limit, "{given_up:?}");
    assert!(given_up.closed < CLOSED + SLACK, "{given_up:?}");
    given_up.reply
}

#[tokio::test]
async fn a_head_that_does_not_end_is_given_up_after_5_seconds() {
    let head = "GET /livez HTTP/1.1\r\nHost: portico.example\r\nX-Slow: ";
    let reply = given_up(head, Duration::from_secs(5)).await;
    assert!(
        reply.is_empty() || reply.starts_with("HTTP/1.1 408 "),
        "{reply}"
    );
}

#[tokio::test]
async fn a_body_that_does_not_end_is_408_after_10_seconds() {
    let head = "POST /api/v1/auth/login HTTP/1.1\r\nHost: portico.example\r\n\
                Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n{\"identifier\": \"";
    let reply = given_up(head, Duration::from_secs(10)).await;
    assert!(reply.starts_with("HTTP/1.1 408 "), "{reply}");
    assert!(reply.contains("\"request_timeout\""), "{reply}");
}
