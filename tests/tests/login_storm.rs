//! A storm of log-ins is shed, and does not slow the other routes (C8).
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use portico_tests::{Account, App, Client, Fleet, Load, PASSWORD, Reply, Served, SetUp};

const STORM: usize = 40;

/// A server that hashes as one in production does, and the account that everybody knocks at.
async fn a_server() -> (App, Account) {
    let further = [
        ("PORTICO__LIMITS__ENABLED", "false"),
        ("PORTICO__PASSWORDS__BCRYPT_COST", "12"),
        ("PORTICO__SESSIONS__MAX_PER_USER", "1000"),
    ];
    let app = App::start_with(SetUp::Embedded, &further).await;
    let account = Account::register(app.client()).await;
    (app, account)
}

/// So many log-ins at once, each of which is answered.
async fn storm(client: &Client, account: &Account) -> Vec<Reply> {
    let log_ins: Vec<_> = (0..STORM)
        .map(|_| {
            let (client, email) = (client.clone(), account.email.clone());
            tokio::spawn(async move { Account::log_in(&client, &email, PASSWORD).await })
        })
        .collect();
    let mut replies = Vec::new();
    for log_in in log_ins {
        replies.push(log_in.await.expect("no panic"));
    }
    replies
}

/// One client that asks for its own user until the work is done; what became of both.
async fn beside<T>(app: &App, account: &Account, work: impl Future<Output = T>) -> (Served, T) {
    let load = Load::start(&Fleet::of(&[app]), vec![account.token.clone()]);
    let outcome = work.await;
    (load.stop().await, outcome)
}

// C8: who waits for a hash waits for two seconds and more, so that a slow machine is told from a queue.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_of_log_ins_is_shed_and_holds_nobody_else_up() {
    let (app, account) = a_server().await;
    let (served, log_ins) = beside(&app, &account, storm(app.client(), &account)).await;
    served.expect_no_failure();
    assert!(served.p99() < Duration::from_secs(1), "{:?}", served.p99());

    let (shed, answered): (Vec<_>, Vec<_>) =
        log_ins.into_iter().partition(|reply| reply.status == 503);
    assert!(!shed.is_empty() && !answered.is_empty());
    for reply in shed {
        let reply = reply.expect_problem(503, "overloaded");
        assert_ne!(reply.header("retry-after"), "");
    }
    for reply in answered {
        assert!(reply.took < Duration::from_secs(5), "{:?}", reply.took);
        let _ = reply.expect(200);
    }
}

/// A connection that does no more than a request needs, so that what it measures is the server.
struct Plain(BufReader<TcpStream>);

impl Plain {
    fn to(address: &str) -> Self {
        let stream = TcpStream::connect(address).expect("a connection");
        Self(BufReader::new(stream))
    }

    /// The status of the reply.
    fn ask(&mut self, request: &str) -> io::Result<u16> {
        self.0.get_mut().write_all(request.as_bytes())?;
        let (mut head, mut length) = (String::new(), 0);
        while !head.ends_with("\r\n\r\n") {
            let start = head.len();
            self.0.read_line(&mut head)?;
            let line = head[start..].to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        self.0.read_exact(&mut vec![0; length])?;
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        Ok(status.unwrap_or(0))
    }
}

/// Reads until it is over; how long each took, sorted.
fn read_until(address: &str, token: &str, is_over: &AtomicBool) -> Vec<Duration> {
    let mut connection = Plain::to(address);
    let request = format!(
        "GET /api/v1/users/me HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    let mut times = Vec::new();
    while !is_over.load(Ordering::SeqCst) {
        let sent = Instant::now();
        assert_eq!(connection.ask(&request).expect("a reply"), 200);
        times.push(sent.elapsed());
    }
    times.sort();
    times
}

/// So many log-ins at once; how many were granted.
fn plain_storm(address: &str, email: &str) -> usize {
    let body = format!("{{\"identifier\":\"{email}\",\"password\":\"{PASSWORD}\"}}");
    let request = format!(
        "POST /api/v1/auth/login HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let log_in = || Plain::to(address).ask(&request).expect("a reply");
    thread::scope(|scope| {
        let log_ins: Vec<_> = (0..STORM).map(|_| scope.spawn(log_in)).collect();
        let statuses = log_ins.into_iter().map(|it| it.join().expect("a reply"));
        statuses.filter(|status| *status == 200).count()
    })
}

/// The times of reads beside some work.
fn reads_beside<T>(app: &App, token: &str, work: impl FnOnce() -> T) -> (Vec<Duration>, T) {
    let (address, is_over) = (app.client().address(), AtomicBool::new(false));
    thread::scope(|scope| {
        let reads = scope.spawn(|| read_until(address, token, &is_over));
        let outcome = work();
        is_over.store(true, Ordering::SeqCst);
        (reads.join().expect("reads"), outcome)
    })
}

fn p99(sorted: &[Duration]) -> Duration {
    sorted[sorted.len() * 99 / 100]
}

/// Issue 3: 40 log-ins at once leave the p99 of `GET /users/me` within twice its idle value. What a request takes is
/// told truly by an optimised build on a machine that does nothing else: `scripts/login-storm` makes both.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures: run scripts/login-storm on a quiet machine"]
async fn a_storm_of_log_ins_leaves_the_p99_of_reads_within_twice_its_idle_value() {
    let (app, account) = a_server().await;
    let mut ratios = Vec::new();
    for _ in 0..9 {
        let started = Instant::now();
        let storm = || plain_storm(app.client().address(), &account.email);
        let (busy, granted) = reads_beside(&app, &account.token, storm);
        let rest = started.elapsed();
        let (idle, ()) = reads_beside(&app, &account.token, || thread::sleep(rest));
        println!(
            "idle: {} reads, p99 {:?}; beside {STORM} log-ins ({granted} granted): {} reads, p99 {:?}",
            idle.len(),
            p99(&idle),
            busy.len(),
            p99(&busy)
        );
        ratios.push(p99(&busy).as_secs_f64() / p99(&idle).as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    let median = ratios[ratios.len() / 2];
    println!("median of the ratios: {median:.2}");
    assert!(median <= 2.0, "{ratios:?}");
}
