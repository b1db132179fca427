//! `portico healthcheck`

mod any_certificate;

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::error::ServerError;
use crate::settings::{Settings, reachable};

/// Docker gives a check 30 seconds; a live server needs a fraction of one.
const PATIENCE: Duration = Duration::from_secs(3);
const OK: &[u8] = b"HTTP/1.1 200 ";

pub(crate) fn execute(settings: &Settings) -> Result<(), ServerError> {
    let address = reachable(settings.http.bind);
    ask(address, settings.http.tls.is_some())
        .map_err(|reason| ServerError::failed("/livez", reason))
}

fn ask(address: SocketAddr, has_tls: bool) -> Result<(), String> {
    match status_line(address, has_tls) {
        Ok(line) if line == OK => Ok(()),
        Ok(_) => Err(format!("{address} did not answer 200")),
        Err(error) => Err(format!("{address}: {error}")),
    }
}

fn status_line(address: SocketAddr, has_tls: bool) -> io::Result<Vec<u8>> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    if has_tls {
        first_bytes(any_certificate::secured(stream, address)?, address)
    } else {
        first_bytes(stream, address)
    }
}

fn first_bytes(mut stream: impl Read + Write, address: SocketAddr) -> io::Result<Vec<u8>> {
    write!(
        stream,
        "GET /livez HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    let mut line = vec![0; OK.len()];
    stream.read_exact(&mut line)?;
    Ok(line)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    fn a_server_that_answers(reply: &'static str) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 512];
            let _ = stream.read(&mut request).unwrap();
            stream.write_all(reply.as_bytes()).unwrap();
        });
        address
    }

    #[test]
    fn a_server_that_is_alive_is_well() {
        let address = a_server_that_answers("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        assert_eq!(ask(address, false), Ok(()));
    }

    #[test]
    fn any_other_answer_is_not() {
        let address = a_server_that_answers("HTTP/1.1 503 Service Unavailable\r\n\r\n");
        assert!(ask(address, false).is_err());
    }

    #[test]
    fn nobody_there_is_not() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        assert!(ask(address, false).is_err());
    }
}
