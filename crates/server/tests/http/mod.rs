//! The least of an HTTP client, and patience.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

/// Waits for what will be there in a moment.
pub(crate) fn soon<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        match look() {
            Some(found) => return found,
            None if Instant::now() < deadline => thread::sleep(Duration::from_millis(5)),
            None => panic!("it did not happen in time"),
        }
    }
}

/// Sends one request and reads the whole reply, which the server ends by closing the connection.
pub(crate) fn ask(address: &str, request: &str, token: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "{request} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    reply
}

/// The status of a reply.
pub(crate) fn status(reply: &str) -> &str {
    reply.split(' ').nth(1).unwrap_or("no reply")
}
