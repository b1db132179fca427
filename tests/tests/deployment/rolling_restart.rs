//! Two instances behind nginx that never rest (I13).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use portico_tests::{Account, Binary, Client, Cluster, Document, Reply};
use serde_json::json;
use tempfile::TempDir;
use test_services::{Nginx, a_free_port};
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::site::Site;

const CLIENTS: usize = 4;
const LOAD: Duration = Duration::from_secs(20);
/// `fail_timeout` of the site, and a second for the last refused connection.
const PASSED_OVER: Duration = Duration::from_secs(11);
const PAUSE: Duration = Duration::from_millis(10);

/// An instance that comes back at its address.
struct Instance {
    binary: Binary,
    variables: Vec<(String, String)>,
    folder: TempDir,
}

impl Instance {
    async fn start(cluster: &Cluster) -> Self {
        let address = format!("127.0.0.1:{}", a_free_port());
        let variables = cluster.variables(&[
            ("PORTICO__HTTP__BIND", &address),
            ("PORTICO__HTTP__STOP_DELAY", "1s"),
        ]);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let binary = Binary::serve(&variables, folder.path());
        let _ready = binary.client().await;
        Self {
            binary,
            variables,
            folder,
        }
    }

    async fn address(&self) -> String {
        self.binary.address().await
    }

    async fn restart(self) -> Self {
        let Self {
            binary,
            variables,
            folder,
        } = self;
        binary.terminate();
        assert_eq!(binary.wait().await, Some(0));
        let binary = Binary::serve(&variables, folder.path());
        let _ready = binary.client().await;
        Self {
            binary,
            variables,
            folder,
        }
    }
}

/// Two instances with nginx in front of them.
struct Service {
    instances: [Instance; 2],
    nginx: Nginx,
    site: Site,
}

impl Service {
    async fn start() -> Self {
        let cluster = Cluster::new(&[
            ("PORTICO__LIMITS__ENABLED", "false"),
            ("PORTICO__HTTP__TRUSTED_PROXIES", "127.0.0.1"),
        ]);
        let instances = [
            Instance::start(&cluster).await,
            Instance::start(&cluster).await,
        ];
        let site = Site::of(&[instances[0].address().await, instances[1].address().await]);
        let nginx = Nginx::start(|port| site.without_tls(port));
        Self {
            instances,
            nginx,
            site,
        }
    }

    fn client(&self) -> Client {
        let url = format!("http://127.0.0.1:{}", self.nginx.port());
        Client::new(&url, Document::of_this_version())
    }
}

/// Clients that read and write by turns, one request after the other.
struct Load {
    is_over: Arc<AtomicBool>,
    clients: Vec<JoinHandle<Vec<Reply>>>,
}

impl Load {
    async fn start(service: &Service, connection: &'static str) -> Self {
        let token = Account::register(&service.client()).await.token;
        let is_over = Arc::<AtomicBool>::default();
        let client = |_| {
            let (client, token, is_over) = (service.client(), token.clone(), is_over.clone());
            tokio::spawn(async move { ask_on(&client, &token, connection, &is_over).await })
        };
        let clients = (0..CLIENTS).map(client).collect();
        Self { is_over, clients }
    }

    /// Ends it, and fails unless every request had its 200.
    async fn expect_no_failure(self) {
        self.is_over.store(true, Ordering::SeqCst);
        for client in self.clients {
            let replies = client.await.expect("every request is answered");
            let failures: Vec<_> = replies.iter().filter(|reply| reply.status != 200).collect();
            assert!(failures.is_empty(), "{failures:?}");
            assert!(replies.len() > 20, "{} requests are no load", replies.len());
        }
    }
}

async fn ask_on(
    client: &Client,
    token: &str,
    connection: &str,
    is_over: &AtomicBool,
) -> Vec<Reply> {
    let mut replies = Vec::new();
    while !is_over.load(Ordering::SeqCst) {
        for request in [
            client.get("/users/me"),
            client
                .api(reqwest::Method::POST, "/items/")
                .json(&json!({"title": "Lantern"})),
        ] {
            let request = request.bearer(token).header("connection", connection);
            replies.push(request.send().await);
        }
        sleep(PAUSE).await;
    }
    replies
}

// I13
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_of_one_instance_after_the_other_fails_no_request() {
    let service = Service::start().await;
    let load = Load::start(&service, "keep-alive").await;
    let began = Instant::now();
    sleep(Duration::from_secs(1)).await;
    let Service {
        instances: [one, other],
        nginx: _nginx,
        site: _site,
    } = service;
    let _one = one.restart().await;
    sleep(PASSED_OVER).await;
    let _other = other.restart().await;
    sleep(LOAD.saturating_sub(began.elapsed())).await;
    load.expect_no_failure().await;
}

/// An instance is taken out and put in again, as before longer work on it. Each request has a connection of its own: one
/// that a client keeps unused is closed by a reload.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reload_of_nginx_takes_an_instance_out_and_fails_no_request() {
    let service = Service::start().await;
    let load = Load::start(&service, "close").await;
    sleep(Duration::from_secs(1)).await;
    let Service {
        instances: [one, _other],
        nginx,
        site,
    } = service;
    nginx.reload(&site.without_instance(nginx.port(), 0));
    sleep(Duration::from_secs(1)).await;
    let _one = one.restart().await;
    nginx.reload(&site.without_tls(nginx.port()));
    sleep(Duration::from_secs(1)).await;
    load.expect_no_failure().await;
}
