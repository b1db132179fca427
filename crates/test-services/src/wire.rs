//! A wire to a server that a test can cut.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::outcome::{During, Outcome, or_fail};

/// Carries bytes between its own address and a server's, until it is cut: then neither end hears of it, as with a
/// broken firewall. It ends with the test process.
#[derive(Debug)]
pub struct Wire {
    url: String,
    is_cut: Arc<AtomicBool>,
}

impl Wire {
    /// A wire to the server of this URL.
    ///
    /// # Panics
    /// When the URL names no address, or no address is free.
    #[must_use]
    pub fn to(url: &str) -> Self {
        or_fail(Self::try_to(url))
    }

    /// The URL of the server, over the wire.
    #[must_use]
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// Carries nothing any more, and keeps every connection open.
    pub fn cut(&self) {
        self.is_cut.store(true, Ordering::SeqCst);
    }

    /// Carries again. Whatever was on its way when the wire was cut is lost, and its connection with it.
    pub fn mend(&self) {
        self.is_cut.store(false, Ordering::SeqCst);
    }

    fn try_to(url: &str) -> Outcome<Self> {
        let (user, address) = url.rsplit_once('@').unwrap_or_default();
        let far: SocketAddr = address
            .parse()
            .map_err(|_| format!("{url} does not end with an address"))?;
        let listener = TcpListener::bind("127.0.0.1:0").during("a wire needs an address")?;
        let near = listener.local_addr().during("a wire needs an address")?;
        let is_cut = Arc::<AtomicBool>::default();
        let cut = is_cut.clone();
        thread::spawn(move || serve(&listener, far, &cut));
        let url = format!("{user}@{near}");
        Ok(Self { url, is_cut })
    }
}

fn serve(listener: &TcpListener, far: SocketAddr, is_cut: &Arc<AtomicBool>) {
    for near in listener.incoming().flatten() {
        let is_cut = is_cut.clone();
        thread::spawn(move || {
            // A server that is away is a connection that ends at once.
            if let Ok(far) = TcpStream::connect(far) {
                let _ = connect(near, far, &is_cut);
            }
        });
    }
}

/// Carries both ways until an end hangs up.
fn connect(near: TcpStream, far: TcpStream, is_cut: &Arc<AtomicBool>) -> io::Result<()> {
    let (back, back_cut) = ((far.try_clone()?, near.try_clone()?), is_cut.clone());
    thread::spawn(move || carry(back.0, back.1, &back_cut));
    carry(near, far, is_cut);
    Ok(())
}

fn carry(mut from: TcpStream, mut to: TcpStream, is_cut: &AtomicBool) {
    let mut buffer = [0; 16 * 1024];
    let mut lost_something = false;
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if is_cut.load(Ordering::SeqCst) {
            lost_something = true;
        } else if lost_something || to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    // While the wire is cut, one end does not hear that the other hung up.
    if !is_cut.load(Ordering::SeqCst) {
        let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
    }
}
