//! What a process promises about its end.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "this is test code: a broken expectation is a failed test"
)]

mod http;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use http::{ask, soon, status};
use tempfile::TempDir;
use test_services::Postgres;

const PASSWORD: &str = "three-quiet-owls-on-a-wire";

/// A running `portico serve`; killed when the test ends.
struct Server {
    process: Child,
    address: String,
    folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn command(folder: &Path, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portico"));
    command
        .arg("serve")
        .env_clear()
        .env("PORTICO__DATA_DIR", folder)
        .env("PORTICO__HTTP__BIND", "127.0.0.1:0")
        .env("PORTICO__HTTP__ADDRESS_FILE", folder.join("address"))
        .env("PORTICO__PASSWORDS__BCRYPT_COST", "4")
        .env("PORTICO__FIRST_SUPERUSER__PASSWORD", PASSWORD)
        .env("PORTICO__LOG__LEVEL", "error")
        .envs(variables.iter().copied())
        .current_dir(folder)
        .stdin(Stdio::null());
    command
}

impl Server {
    fn start(variables: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let process = command(folder.path(), variables).spawn().unwrap();
        let address_file = folder.path().join("address");
        let address = soon(|| std::fs::read_to_string(&address_file).ok());
        Self {
            process,
            address: address.trim().to_owned(),
            folder,
        }
    }

    fn terminate(&self) {
        let id = self.process.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(sent.success());
    }

    fn end(&mut self) -> ExitStatus {
        soon(|| self.process.try_wait().unwrap())
    }

    fn token(&self) -> String {
        let body = format!(r#"{{"identifier":"admin@example.com","password":"{PASSWORD}"}}"#);
        let reply = ask(&self.address, "POST /api/v1/auth/login", "", &body);
        let (_, rest) = reply.split_once(r#""access_token":""#).unwrap();
        rest.split('"').next().unwrap().to_owned()
    }
}

// I13
#[test]
fn a_server_that_was_asked_to_stop_says_so_at_once_and_still_answers() {
    let mut server = Server::start(&[("PORTICO__HTTP__STOP_DELAY", "2s")]);
    let token = server.token();
    assert_eq!(
        status(&ask(&server.address, "GET /readyz", &token, "")),
        "200"
    );
    server.terminate();
    soon(|| {
        let reply = ask(&server.address, "GET /readyz", &token, "");
        (status(&reply) == "503").then_some(())
    });
    let reply = ask(&server.address, "GET /api/v1/users/me", &token, "");
    assert_eq!(status(&reply), "200", "{reply}");
    assert_eq!(server.end().code(), Some(0));
}

// I13: whoever has come in before nobody comes in any more says what they want afterwards.
#[test]
fn who_has_connected_before_a_stop_is_answered() {
    let mut server = Server::start(&[("PORTICO__HTTP__STOP_DELAY", "0s")]);
    let mut early = TcpStream::connect(&server.address).unwrap();
    assert_eq!(status(&ask(&server.address, "GET /livez", "", "")), "200");

    server.terminate();
    soon(|| TcpStream::connect(&server.address).err());
    write!(early, "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();

    let mut reply = String::new();
    early.read_to_string(&mut reply).unwrap();
    assert_eq!(status(&reply), "200", "{reply}");
    assert_eq!(server.end().code(), Some(0));
}

// I13
#[test]
fn a_kept_connection_is_given_up_with_the_first_reply_after_the_signal() {
    let server = Server::start(&[("PORTICO__HTTP__STOP_DELAY", "5s")]);
    server.terminate();
    let head = soon(|| {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        write!(stream, "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        let mut head = [0; 512];
        let length = stream.read(&mut head).unwrap();
        let head = String::from_utf8_lossy(&head[..length]).to_lowercase();
        head.contains(" 503 ").then_some(head)
    });
    assert!(head.contains("connection: close"), "{head}");
}

// I13
#[test]
fn a_second_signal_ends_the_process_at_once() {
    let mut server = Server::start(&[("PORTICO__HTTP__STOP_DELAY", "5s")]);
    server.terminate();
    soon(|| (status(&ask(&server.address, "GET /readyz", "", "")) == "503").then_some(()));
    let asked = Instant::now();
    server.terminate();
    assert_eq!(server.end().code(), Some(1));
    assert!(asked.elapsed() < Duration::from_secs(4));
}

// I15
#[test]
fn a_second_server_on_one_sqlite_file_refuses_to_start() {
    let first = Server::start(&[]);
    let output = command(first.folder.path(), &[]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let reason = String::from_utf8_lossy(&output.stderr);
    assert!(
        reason.contains("another process serves this database"),
        "{reason}"
    );
}

// I13: requests that wait for the database, on connections that other workers opened, while those workers have
// nothing left to do.
#[test]
fn a_request_that_waits_for_the_database_is_not_cut() {
    let url = Postgres::shared().url_for_new_database();
    for _ in 0..2 {
        let mut server = Server::start(&[
            ("PORTICO__STORAGE__URL", &url),
            ("PORTICO__HTTP__WORKERS", "8"),
            ("PORTICO__HTTP__STOP_DELAY", "0s"),
        ]);
        let token = server.token();
        let replies = while_sessions_are_locked(&url, 8, &server, &token, || {});
        assert!(
            replies.iter().all(|reply| status(reply) == "200"),
            "{replies:?}"
        );

        let replies = while_sessions_are_locked(&url, 2, &server, &token, || {
            server.terminate();
            // What nobody will take any more is refused, not left to wait.
            soon(|| TcpStream::connect(&server.address).err());
        });
        assert!(
            replies.iter().all(|reply| status(reply) == "200"),
            "{replies:?}"
        );
        assert_eq!(server.end().code(), Some(0));
    }
}

/// Sends requests that need the locked table, does `meanwhile`, and gives their replies.
fn while_sessions_are_locked(
    url: &str,
    requests: usize,
    server: &Server,
    token: &str,
    meanwhile: impl FnOnce(),
) -> Vec<String> {
    let mut lock = Command::new("psql")
        .args(["--quiet", "--no-psqlrc", "--tuples-only", url])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = lock.stdin.take().unwrap();
    writeln!(input, "BEGIN; LOCK TABLE sessions; SELECT 'locked';").unwrap();
    let mut answer = [0; 8];
    lock.stdout
        .as_mut()
        .unwrap()
        .read_exact(&mut answer)
        .unwrap();

    let replies = thread::scope(|scope| {
        let ask = || ask(&server.address, "GET /api/v1/auth/sessions", token, "");
        let asking: Vec<_> = (0..requests).map(|_| scope.spawn(ask)).collect();
        thread::sleep(Duration::from_millis(300));
        meanwhile();
        thread::sleep(Duration::from_millis(300));
        drop(input);
        asking
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    lock.wait().unwrap();
    replies
}
