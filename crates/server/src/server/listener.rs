//! The socket that the server listens at.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener};

use socket2::SockRef;
use tokio::net::TcpSocket;

use crate::error::ServerError;

/// How many connections the system keeps until they are taken.
const BACKLOG: u32 = 1024;

/// A hand on the socket that somebody else serves, to close it for those who come.
pub(crate) struct Entrance(TcpListener);

/// A bound socket. Its address is known before anything is served.
pub(crate) struct HttpListener {
    socket: TcpListener,
    address: SocketAddr,
}

impl HttpListener {
    /// Takes the address; port 0 takes a free one. Call it inside the runtime.
    ///
    /// # Errors
    /// When the address is taken or not one of this machine.
    pub(crate) fn bind(address: SocketAddr) -> Result<Self, ServerError> {
        let bound = listen(address)
            .and_then(|socket| Ok((socket.local_addr()?, socket)))
            .map_err(|error| ServerError::failed("HTTP", format!("{address}: {error}")));
        let (address, socket) = bound?;
        Ok(Self { socket, address })
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// A hand on the socket, for the one who stops the server.
    ///
    /// # Errors
    /// When the system gives none.
    pub(crate) fn entrance(&self) -> Result<Entrance, ServerError> {
        Ok(Entrance(self.socket.try_clone()?))
    }

    /// The socket, for the one who serves it: it listens for as long as they keep it.
    pub(crate) fn into_socket(self) -> TcpListener {
        self.socket
    }
}

impl Entrance {
    /// Nobody comes in any more: the system refuses connections from now on, instead of keeping them for a server that
    /// will not take them.
    pub(crate) fn close(self) {
        if let Err(error) = SockRef::from(&self.0).shutdown(Shutdown::Both) {
            tracing::debug!(%error, "the socket is closed with the server");
        }
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // A restart finds connections of its predecessor that are still being closed.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)?.into_std()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn port_0_takes_a_free_one() {
        let listener = HttpListener::bind("127.0.0.1:0".parse().unwrap()).unwrap();
        assert_ne!(listener.address().port(), 0);
    }

    #[tokio::test]
    async fn an_address_that_is_taken_is_named() {
        let first = HttpListener::bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let line = HttpListener::bind(first.address())
            .err()
            .unwrap()
            .to_string();
        assert!(line.contains(&first.address().to_string()), "{line}");
    }
}
