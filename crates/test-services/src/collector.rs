//! A collector of whatever is posted to it, as those of traces and errors are.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::outcome::{During as _, Outcome, or_fail};

/// A request as the collector got it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Posted {
    /// The path.
    pub path: String,
    /// The header fields, a line each.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Posted {
    /// Whether this text is anywhere in the body.
    #[must_use]
    pub fn contains(&self, text: &str) -> bool {
        let mut windows = self.body.windows(text.len());
        windows.any(|window| window == text.as_bytes())
    }
}

/// An HTTP server on a free port of the loopback interface that keeps what is posted. It ends with the test
/// process.
pub struct Collector {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    answers: bool,
    posted: Mutex<Vec<Posted>>,
    arrived: Condvar,
}

impl Collector {
    /// Starts a collector.
    ///
    /// # Panics
    /// When no address is free.
    #[must_use]
    pub fn start() -> Self {
        or_fail(Self::listen(true))
    }

    /// Starts one that reads what it gets and never answers.
    ///
    /// # Panics
    /// When no address is free.
    #[must_use]
    pub fn stuck() -> Self {
        or_fail(Self::listen(false))
    }

    fn listen(answers: bool) -> Outcome<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).during("binding a collector")?;
        let address = listener
            .local_addr()
            .during("naming the collector's port")?;
        let shared = Arc::new(Shared {
            answers,
            ..Shared::default()
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || accept(&listener, &accepting));
        Ok(Self { address, shared })
    }

    /// Where it listens, `host:port`.
    #[must_use]
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// Everything so far, in the order of arrival.
    #[must_use]
    pub fn posted(&self) -> Vec<Posted> {
        hold(&self.shared.posted).clone()
    }

    /// Waits until what is there is enough, or for the limit; gives what there is then.
    #[must_use]
    pub fn wait_until(&self, enough: impl Fn(&[Posted]) -> bool, limit: Duration) -> Vec<Posted> {
        let posted = hold(&self.shared.posted);
        let lacking = |posted: &mut Vec<Posted>| !enough(posted);
        let waited = self
            .shared
            .arrived
            .wait_timeout_while(posted, limit, lacking);
        waited.unwrap_or_else(PoisonError::into_inner).0.clone()
    }
}

fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for client in listener.incoming().flatten() {
        let shared = Arc::clone(shared);
        thread::spawn(move || serve(&client, &shared));
    }
}

/// Takes requests until the client hangs up.
fn serve(client: &TcpStream, shared: &Shared) -> io::Result<()> {
    let mut reader = BufReader::new(client);
    let mut writer = client;
    while let Some(posted) = read(&mut reader)? {
        hold(&shared.posted).push(posted);
        shared.arrived.notify_all();
        if shared.answers {
            writer.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")?;
        }
    }
    Ok(())
}

/// One request with a body of a known length; `None` when there is no further one.
fn read(reader: &mut BufReader<&TcpStream>) -> io::Result<Option<Posted>> {
    let mut first = String::new();
    if reader.read_line(&mut first)? == 0 {
        return Ok(None);
    }
    let mut head = String::new();
    while reader.read_line(&mut head)? > 2 {}
    let mut body = vec![0; length_of(&head)];
    reader.read_exact(&mut body)?;
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    Ok(Some(Posted { path, head, body }))
}

fn length_of(head: &str) -> usize {
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse().ok())?
    });
    length.unwrap_or_default()
}
