//! Portico inside the test process, with a clock that the test can move.

use std::sync::Arc;
use std::thread::JoinHandle;

use server::settings::{Settings, Sources};
use server::{Server, ServerBuilder, ServerError};
use tempfile::TempDir;
use tokio::runtime::Builder;
use tokio::sync::oneshot;

use crate::journeys::unique;
use crate::{Client, Cluster, Document, SetUp, ShiftedClock};

/// A running server. It stops when this value is dropped.
pub struct App {
    client: Client,
    clock: Arc<ShiftedClock>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<Result<(), ServerError>>>,
    _folder: Arc<TempDir>,
}

impl App {
    /// Starts a server on a new, empty installation and waits until it is ready.
    pub async fn start(set_up: SetUp) -> Self {
        Self::start_with(set_up, &[]).await
    }

    /// The same, with further environment variables.
    pub async fn start_with(set_up: SetUp, further: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut variables = set_up.variables(folder.path());
        variables.extend(
            further
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned())),
        );
        Self::launch(&variables, Arc::new(folder), Arc::default()).await
    }

    /// Two instances on one new PostgreSQL database and one Redis, with one clock. They share their keys.
    pub async fn pair(further: &[(&str, &str)]) -> [Self; 2] {
        let cluster = Cluster::new(further);
        [cluster.start(&[]).await, cluster.start(&[]).await]
    }

    /// Starts a server and waits until it is ready. Its address file has a name that no other instance's has.
    pub(crate) async fn launch(
        variables: &[(String, String)],
        folder: Arc<TempDir>,
        clock: Arc<ShiftedClock>,
    ) -> Self {
        let address_file = folder.path().join(unique("address"));
        let own = (
            "PORTICO__HTTP__ADDRESS_FILE".to_owned(),
            address_file.display().to_string(),
        );
        let sources = Sources {
            variables: variables.iter().cloned().chain([own]).collect(),
            ..Sources::default()
        };
        let settings = Settings::load(&sources).expect("the settings are right");
        let builder = ServerBuilder::new(settings).with_clock(clock.clone());
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(|| run(builder, stopped));
        let client = Client::when_ready(&address_file, Document::of_this_version()).await;
        Self {
            client,
            clock,
            stop: Some(stop),
            thread: Some(thread),
            _folder: folder,
        }
    }

    /// A client of the server.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The server's clock.
    #[must_use]
    pub fn clock(&self) -> &ShiftedClock {
        &self.clock
    }
}

/// Runs the server on a thread and a runtime of its own, as the binary does.
fn run(builder: ServerBuilder, stopped: oneshot::Receiver<()>) -> Result<(), ServerError> {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let server: Server = builder.build().await?;
        let stop = async {
            let _ = stopped.await;
        };
        server.run(stop).await
    })
}

impl Drop for App {
    fn drop(&mut self) {
        drop(self.stop.take());
        let ended = self.thread.take().map(JoinHandle::join);
        if !std::thread::panicking() {
            assert!(
                matches!(ended, Some(Ok(Ok(())))),
                "the server did not stop well: {ended:?}"
            );
        }
    }
}
