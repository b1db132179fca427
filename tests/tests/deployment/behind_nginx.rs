//! One request through nginx.

use std::net::{IpAddr, Ipv4Addr};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use portico_tests::{Account, Binary, Client, Document, PASSWORD, SetUp};
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use test_services::{Nginx, a_free_port};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::site::Site;

/// What a busy machine may add to a limit.
const SLACK: Duration = Duration::from_secs(3);
/// `client_header_timeout` of the site.
const HEAD_TIME: Duration = Duration::from_secs(5);

/// One instance that trusts nginx, which knows of a second one that is not there.
struct Proxied {
    _instance: Binary,
    nginx: Nginx,
    site: Site,
    _folder: TempDir,
}

impl Proxied {
    async fn start(listening: fn(&Site, u16) -> String) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut variables = SetUp::Embedded.variables(folder.path());
        variables.push(trust("127.0.0.1"));
        let instance = Binary::serve(&variables, folder.path());
        let nobody = format!("127.0.0.1:{}", a_free_port());
        let site = Site::of(&[nobody, instance.address().await]);
        let nginx = Nginx::start(|port| listening(&site, port));
        Self {
            _instance: instance,
            nginx,
            site,
            _folder: folder,
        }
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.nginx.port())
    }

    fn client(&self) -> Client {
        Client::new(&self.url(), Document::of_this_version())
    }

    /// Asks as a client of the name would, with `curl`.
    fn curl(&self, arguments: &[&str]) -> Output {
        let port = self.nginx.port();
        Command::new("curl")
            .args([
                "--silent",
                "--show-error",
                "--max-time",
                "10",
                "--noproxy",
                "*",
            ])
            .arg("--cacert")
            .arg(self.site.certificate())
            .args(["--resolve", &format!("api.example.com:{port}:127.0.0.1")])
            .args(arguments)
            .arg(format!("https://api.example.com:{port}/livez"))
            .output()
            .expect("curl runs")
    }
}

fn trust(network: &str) -> (String, String) {
    let key = "PORTICO__HTTP__TRUSTED_PROXIES".to_owned();
    (key, network.to_owned())
}

// C6
#[tokio::test]
async fn the_address_is_that_of_the_client_whatever_the_client_says() {
    let proxied = Proxied::start(Site::without_tls).await;
    let account = Account::register(&proxied.client()).await;
    let elsewhere = reqwest::Client::builder()
        .no_proxy()
        .local_address(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2)))
        .build()
        .expect("a client");
    let log_in = elsewhere
        .post(format!("{}/api/v1/auth/login", proxied.url()))
        .header("X-Forwarded-For", "203.0.113.9")
        .header("Forwarded", "for=203.0.113.8")
        .json(&json!({"identifier": account.username, "password": PASSWORD}));
    let reply = log_in.send().await.expect("a reply");
    let session: Value = reply.json().await.expect("JSON");

    let client = proxied.client();
    let listed = client.get("/auth/sessions").bearer(&account.token);
    let listed = listed.send().await.expect(200).json();
    let sessions = listed.as_array().expect("a list");
    let ip_of = |id: &Value| {
        let session = sessions.iter().find(|session| &session["id"] == id);
        session.expect("the session is listed")["ip"].clone()
    };
    assert_eq!(ip_of(&session["session_id"]), "127.0.0.2", "{listed}");
}

// G9
#[tokio::test]
async fn clients_get_http_2_over_tls_1_2_or_later_and_nothing_else() {
    let proxied = Proxied::start(Site::with_tls).await;
    let over = |arguments: &[&str]| {
        let output = proxied.curl(arguments);
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let version = [
        "--output",
        "/dev/null",
        "--write-out",
        "%{http_code} %{http_version}",
    ];
    assert_eq!(over(&version), "200 2");
    assert_eq!(
        over(&[&version[..], &["--tls-max", "1.2"]].concat()),
        "200 2"
    );
    let old = [
        "--tlsv1.0",
        "--tls-max",
        "1.1",
        "--ciphers",
        "DEFAULT@SECLEVEL=0",
    ];
    assert!(!proxied.curl(&old).status.success());
    let plain = reqwest::get(format!("{}/livez", proxied.url())).await;
    assert_eq!(plain.expect("a reply").status(), 400);
}

// G1
#[tokio::test]
async fn a_body_that_is_too_large_is_the_same_problem_from_portico_and_from_nginx() {
    let proxied = Proxied::start(Site::without_tls).await;
    let client = proxied.client();
    for kibibytes in [65, 129] {
        let request = client.api(Method::POST, "/auth/login");
        let body = "a".repeat(kibibytes * 1024);
        let reply = request.body("application/json", body).send().await;
        let _ = reply.expect_problem(413, "payload_too_large");
    }
}

/// Portico itself bounds the first head of a connection only (SECURITY.md).
#[tokio::test]
async fn a_later_head_on_a_kept_connection_that_does_not_end_is_given_up() {
    let proxied = Proxied::start(Site::without_tls).await;
    let address = format!("127.0.0.1:{}", proxied.nginx.port());
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let head = b"GET /livez HTTP/1.1\r\nHost: api.example.com\r\n";
    stream
        .write_all(&[&head[..], b"\r\n"].concat())
        .await
        .expect("it listens");
    let mut reply = [0; 4096];
    let length = stream.read(&mut reply).await.expect("a reply");
    assert!(reply[..length].starts_with(b"HTTP/1.1 200 "));

    stream.write_all(head).await.expect("it listens");
    let began = Instant::now();
    let rest = tokio::time::timeout(HEAD_TIME + SLACK, stream.read_to_end(&mut Vec::new())).await;
    // A connection may end with a reset.
    let _ = rest.expect("the connection is closed");
    assert!(began.elapsed() + SLACK > HEAD_TIME, "it was closed at once");
}

#[tokio::test]
async fn without_any_instance_it_is_503_with_a_time_to_come_back() {
    let nobody = || format!("127.0.0.1:{}", a_free_port());
    let site = Site::of(&[nobody(), nobody()]);
    let nginx = Nginx::start(|port| site.without_tls(port));
    let url = format!("http://127.0.0.1:{}/api/v1/users/me", nginx.port());
    let reply = reqwest::get(url).await.expect("a reply");
    assert_eq!(reply.status(), 503);
    assert_eq!(reply.headers()["content-type"], "application/problem+json");
    assert_eq!(reply.headers()["retry-after"], "2"); // G10
    let problem: Value = reply.json().await.expect("JSON");
    assert_eq!(problem["code"], "service_unavailable");
}
