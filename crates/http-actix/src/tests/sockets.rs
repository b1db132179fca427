//! What only a real connection shows.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use actix_web::HttpServer;
use actix_web::dev::ServerHandle;

use super::stack::{app_of, settings};
use super::things;

fn serve() -> (SocketAddr, ServerHandle) {
    let server = HttpServer::new(|| app_of(settings("http://api.example"), things::routes))
        .workers(1)
        .disable_signals()
        .bind("127.0.0.1:0")
        .unwrap();
    let address = server.addrs()[0];
    let running = server.run();
    let handle = running.handle();
    actix_web::rt::spawn(running);
    (address, handle)
}

async fn exchange(address: SocketAddr, request: String) -> String {
    let talk = move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(5)))
            .unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).unwrap();
        String::from_utf8(reply).unwrap()
    };
    tokio::task::spawn_blocking(talk).await.unwrap()
}

fn request(line: &str) -> String {
    format!("{line} HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n\r\n")
}

#[actix_web::test]
async fn head_has_the_length_of_get_and_no_body() {
    let (address, server) = serve();

    let reply = exchange(address, request("HEAD /things/mine")).await;

    let (head, body) = reply.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"));
    assert!(head.to_ascii_lowercase().contains("content-length: 4"));
    assert_eq!(body, "");
    server.stop(false).await;
}

#[actix_web::test]
async fn the_process_lives_after_a_panic() {
    // G4
    let (address, server) = serve();

    let panicked = exchange(address, request("GET /panics")).await;
    let next = exchange(address, request("GET /things/mine")).await;

    assert!(panicked.starts_with("HTTP/1.1 500") && panicked.contains("application/problem+json"));
    assert!(next.starts_with("HTTP/1.1 200"));
    server.stop(false).await;
}

#[actix_web::test]
async fn a_body_that_is_too_large_is_answered_and_not_read() {
    // G1
    let (address, server) = serve();
    let head = "POST /things HTTP/1.1\r\nHost: api.example\r\nContent-Length: 70000\r\nConnection: close\r\n\r\n";

    let reply = exchange(address, head.to_owned()).await;

    assert!(reply.starts_with("HTTP/1.1 413"), "{reply}");
    server.stop(false).await;
}

#[actix_web::test]
async fn what_the_parser_refuses_never_reaches_a_handler() {
    // G3
    let (address, server) = serve();
    for fields in [
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Content-Length: 5\r\nContent-Length: 6",
        "Folded: a\r\n b",
        "Blank : a",
    ] {
        let head = format!("POST /things HTTP/1.1\r\nHost: api.example\r\n{fields}\r\n\r\nhello");
        let reply = exchange(address, head).await;
        assert!(reply.starts_with("HTTP/1.1 400"), "{fields}: {reply}");
    }
    server.stop(false).await;
}
