//! The servers start, stop, come back, and never outlive their process.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use portico_test_services::{Postgres, Redis, Wire};

/// Set in the process that a test starts of this very binary and then kills.
const VICTIM: &str = "PORTICO_TEST_VICTIM";

/// The `host:port` of a server's URL.
fn address(url: &str) -> &str {
    let rest = url.rsplit_once('@').map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap()
}

fn listens(url: &str) -> bool {
    TcpStream::connect(address(url)).is_ok()
}

fn waits_until(condition: impl Fn() -> bool) -> bool {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !condition() && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(20));
    }
    condition()
}

fn psql(url: &str, statement: &str) -> String {
    let output = Command::new("psql")
        .args([url, "-Atc", statement])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn every_database_is_new_and_empty() {
    let first = Postgres::shared().url_for_new_database();
    let second = Postgres::shared().url_for_new_database();
    assert_ne!(first, second);
    psql(&first, "CREATE TABLE t (id int)");
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(psql(&first, tables), "1");
    assert_eq!(psql(&second, tables), "0");
}

#[test]
fn postgres_comes_back_with_its_data_on_the_same_port() {
    let mut postgres = Postgres::start();
    let url = postgres.url_for_new_database();
    psql(&url, "CREATE TABLE t (id int)");
    psql(&url, "CHECKPOINT");
    postgres.stop();
    assert!(!listens(&url));
    postgres.restart();
    assert_eq!(psql(&url, "SELECT count(*) FROM t"), "0");
}

#[test]
fn redis_stops_and_comes_back_on_the_same_port() {
    let mut redis = Redis::start();
    let url = redis.url();
    assert!(listens(&url));
    redis.stop();
    assert!(!listens(&url));
    redis.restart();
    assert!(listens(&url));
    assert_eq!(redis.url(), url);
}

/// What Redis says to one more command, or nothing within a moment.
fn ask(stream: &mut TcpStream, command: &str) -> Option<String> {
    write!(stream, "{command}\r\n").ok()?;
    let mut answer = [0; 64];
    let count = stream.read(&mut answer).ok().filter(|count| *count > 0)?;
    Some(String::from_utf8_lossy(&answer[..count]).trim().to_owned())
}

/// A connection to Redis that has shown its password.
fn logged_in(url: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address(url)).unwrap();
    let patience = Duration::from_millis(200);
    stream.set_read_timeout(Some(patience)).unwrap();
    let (_, user) = url.split_once("://:").unwrap();
    let (password, _) = user.split_once('@').unwrap();
    ask(&mut stream, &format!("AUTH {password}"));
    stream
}

#[test]
fn a_flushed_redis_is_empty() {
    let redis = Redis::start();
    let mut connection = logged_in(&redis.url());
    assert_eq!(ask(&mut connection, "SET key value").unwrap(), "+OK");
    redis.flush();
    assert_eq!(ask(&mut connection, "DBSIZE").unwrap(), ":0");
}

#[test]
fn a_wire_that_is_cut_is_silent_and_carries_again_once_it_is_mended() {
    let redis = Redis::start();
    let wire = Wire::to(&redis.url());
    let mut before = logged_in(&wire.url());
    assert_eq!(ask(&mut before, "PING").unwrap(), "+PONG");
    wire.cut();
    assert_eq!(ask(&mut before, "PING"), None);
    assert_eq!(ask(&mut logged_in(&wire.url()), "PING"), None);
    wire.mend();
    // What it said is lost, and Redis must not be told the rest as if it were not.
    assert_eq!(ask(&mut before, "PING"), None);
    assert_eq!(ask(&mut logged_in(&wire.url()), "PING").unwrap(), "+PONG");
}

#[test]
fn dropped_servers_are_gone() {
    let url = Redis::start().url();
    assert!(!listens(&url));
}

/// Not a test of its own: it is run by the ones below.
#[test]
fn victim() {
    if std::env::var_os(VICTIM).is_none() {
        return;
    }
    println!("{}", Redis::shared().url());
    println!("{}", Postgres::shared().url_for_new_database());
    thread::sleep(Duration::from_mins(1));
}

fn start_victim() -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["victim", "--exact", "--nocapture"])
        .env(VICTIM, "1")
        .stdout(Stdio::piped());
    command
}

/// The URL in a line of the victim's output, which the test runner writes in too.
fn url_in(line: &str) -> Option<String> {
    let at = line.find("redis://").or_else(|| line.find("postgres://"))?;
    Some(line[at..].to_owned())
}

#[test]
fn servers_end_when_their_process_is_killed() {
    let mut process = start_victim().spawn().unwrap();
    let output = BufReader::new(process.stdout.take().unwrap());
    let lines = output.lines().map_while(Result::ok);
    let urls: Vec<String> = lines.filter_map(|line| url_in(&line)).take(2).collect();
    assert!(urls.len() == 2 && urls.iter().all(|url| listens(url)));
    process.kill().unwrap();
    process.wait().unwrap();
    assert!(waits_until(|| !urls.iter().any(|url| listens(url))));
}

#[test]
fn a_missing_program_fails_the_test_and_says_what_to_install() {
    let output = start_victim().env("PATH", "").output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(errors.contains("apt-get install redis-server"), "{errors}");
}
