//! The far end of a webhook, for tests: it keeps what is posted, and answers as it is told to.
//!
//! **May depend on** nothing of Portico.
#![forbid(unsafe_code)]
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "this is test code: a broken expectation is a failed test"
)]

mod request;

use std::io::{BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use serde_json::Value;

pub use request::CaughtRequest;

/// How long a request may take to come; far more than it does.
const PATIENCE: Duration = Duration::from_secs(40);

/// A receiver of webhooks on a free port of the loopback interface. It listens until the process ends.
pub struct WebhookCatcher {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    requests: Mutex<Vec<CaughtRequest>>,
    arrived: Condvar,
}

impl WebhookCatcher {
    /// Starts one that takes everything.
    #[must_use]
    pub fn start() -> Self {
        Self::answering("204 No Content")
    }

    /// Starts one that keeps everything and gives this answer: a status line's end, and header fields behind it.
    #[must_use]
    pub fn answering(answer: &'static str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("the port");
        let shared = Arc::<Shared>::default();
        let catching = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                catching.take(&stream, answer);
            }
        });
        Self { address, shared }
    }

    /// Where to post to.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/mail?key=s3cret", self.address)
    }

    /// Every request so far, in the order of arrival.
    #[must_use]
    pub fn requests(&self) -> Vec<CaughtRequest> {
        self.shared.hold().clone()
    }

    /// Waits for a request whose body has this text in this field; gives the body.
    #[must_use]
    pub fn wait_for(&self, field: &str, text: &str) -> Value {
        let body = |caught: &[CaughtRequest]| {
            let bodies = caught.iter().map(|request| &request.body);
            bodies.rev().find(|body| body[field] == text).cloned()
        };
        let is_missing = |caught: &mut Vec<CaughtRequest>| body(caught).is_none();
        let arrived = &self.shared.arrived;
        let waited = arrived.wait_timeout_while(self.shared.hold(), PATIENCE, is_missing);
        let (caught, _) = waited.unwrap_or_else(PoisonError::into_inner);
        body(&caught).expect("such a request")
    }
}

impl Shared {
    /// One request for each connection.
    fn take(&self, stream: &TcpStream, answer: &str) {
        if let Some(request) = CaughtRequest::read(&mut BufReader::new(stream)) {
            self.hold().push(request);
            self.arrived.notify_all();
        }
        let mut stream = stream;
        let end = "Content-Length: 0\r\nConnection: close";
        // A client that has gone away already misses nothing.
        let _ = write!(stream, "HTTP/1.1 {answer}\r\n{end}\r\n\r\n");
    }

    fn hold(&self) -> MutexGuard<'_, Vec<CaughtRequest>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
