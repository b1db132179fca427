//! A server of one's own, made of the builder and other adapters.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "this is test code: a broken expectation is a failed test"
)]

mod cache;
#[path = "../http/mod.rs"]
mod http;
mod sessions;

use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use async_trait::async_trait;
use domain::mail::OutgoingMail;
use domain::ports::{MailError, Mailer};
use http::{ask, soon, status};
use portico_server::settings::{Settings, Sources};
use portico_server::{ServerBuilder, ServerError};
use tokio::sync::oneshot;

/// Keeps what it is to send.
#[derive(Default)]
struct Recorder(Mutex<Vec<OutgoingMail>>);

#[async_trait]
impl Mailer for Recorder {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError> {
        self.0.lock().unwrap().push(mail.clone());
        Ok(())
    }
}

/// A server on a thread of this process.
struct Server {
    address: String,
    stop: oneshot::Sender<()>,
    thread: JoinHandle<Result<(), ServerError>>,
}

impl Server {
    fn start(builder: ServerBuilder) -> Self {
        let (stop, stopped) = oneshot::channel();
        let (tell, told) = std::sync::mpsc::channel();
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async {
                let server = builder.build().await?;
                tell.send(server.address().to_string()).unwrap();
                let stop = async {
                    let _ = stopped.await;
                };
                server.run(stop).await
            })
        });
        let address = told.recv().unwrap();
        soon(|| (status(&ask(&address, "GET /readyz", "", "")) == "200").then_some(()));
        Self {
            address,
            stop,
            thread,
        }
    }

    fn stop(self) -> Result<(), ServerError> {
        drop(self.stop);
        self.thread.join().unwrap()
    }
}

/// The embedded default in a folder that is gone with the test, hashing cheaply.
fn settings(folder: &std::path::Path) -> Settings {
    let data_dir = folder.display().to_string();
    let variables = [
        ("PORTICO__DATA_DIR", data_dir.as_str()),
        ("PORTICO__HTTP__BIND", "127.0.0.1:0"),
        ("PORTICO__HTTP__STOP_DELAY", "0s"),
        ("PORTICO__PASSWORDS__BCRYPT_COST", "4"),
        (
            "PORTICO__FIRST_SUPERUSER__PASSWORD",
            "three-quiet-owls-on-a-wire",
        ),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Settings::load(&Sources {
        variables: variables.into(),
        ..Sources::default()
    })
    .unwrap()
}

fn initiate(address: &str) -> String {
    let body = r#"{"email":"ada@example.com"}"#;
    ask(address, "POST /api/v1/auth/register/initiate", "", body)
}

#[test]
fn a_mailer_of_ones_own_gets_the_mails_and_there_is_no_mailbox() {
    let folder = tempfile::tempdir().unwrap();
    let mailer = Arc::new(Recorder::default());
    let builder = ServerBuilder::new(settings(folder.path())).with_mailer(mailer.clone());
    let server = Server::start(builder);

    assert_eq!(status(&initiate(&server.address)), "202");
    let mail = soon(|| mailer.0.lock().unwrap().pop());
    assert_eq!(mail.to.as_str(), "ada@example.com");
    let mailbox = ask(&server.address, "GET /dev/mailbox/messages", "", "");
    assert_eq!(status(&mailbox), "404");
    server.stop().unwrap();
}

#[test]
fn without_a_worker_jobs_wait_for_another_process() {
    let folder = tempfile::tempdir().unwrap();
    let mailer = Arc::new(Recorder::default());
    let builder = || ServerBuilder::new(settings(folder.path())).with_mailer(mailer.clone());
    let server = Server::start(builder().without_worker());
    assert_eq!(status(&initiate(&server.address)), "202");
    server.stop().unwrap();
    assert!(mailer.0.lock().unwrap().is_empty());

    let server = Server::start(builder());
    soon(|| mailer.0.lock().unwrap().pop());
    server.stop().unwrap();
}

// I13
#[test]
fn a_server_that_has_stopped_leaves_its_address_and_its_file_to_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(folder.path());
    let server = Server::start(ServerBuilder::new(settings.clone()));
    settings.http.bind = server.address.parse().unwrap();
    server.stop().unwrap();
    let next = Server::start(ServerBuilder::new(settings));
    next.stop().unwrap();
}
