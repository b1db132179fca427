//! How the bytes of a connection leave: what tells a client that is slow from one that takes nothing.

use std::cell::Cell;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// What has left a connection. Clones are of the same connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Outflow(Rc<State>);

#[derive(Debug, Default)]
struct State {
    written: Cell<u64>,
    is_blocked: Cell<bool>,
}

impl Outflow {
    /// How many bytes have left since the connection began.
    pub(super) fn written(&self) -> u64 {
        self.0.written.get()
    }

    /// Whether bytes wait for the client, and it has taken others since so many had left. What leaves without a wait,
    /// such as the answer to a ping, does not count.
    pub(super) fn is_moving_since(&self, written: u64) -> bool {
        self.0.is_blocked.get() && self.written() != written
    }

    fn note(&self, write: &Poll<io::Result<usize>>) {
        self.0.is_blocked.set(write.is_pending());
        if let Poll::Ready(Ok(bytes)) = write {
            let written = self.written().saturating_add(*bytes as u64);
            self.0.written.set(written);
        }
    }
}

/// A connection whose outflow is known.
#[derive(Debug)]
pub(super) struct Metered<I> {
    io: I,
    outflow: Outflow,
}

impl<I> Metered<I> {
    pub(super) fn new(io: I) -> Self {
        let outflow = Outflow::default();
        Self { io, outflow }
    }

    pub(super) fn outflow(&self) -> Outflow {
        self.outflow.clone()
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Metered<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(context, buffer)
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Metered<I> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let write = Pin::new(&mut self.io).poll_write(context, bytes);
        self.outflow.note(&write);
        write
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let write = Pin::new(&mut self.io).poll_write_vectored(context, slices);
        self.outflow.note(&write);
        write
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}
