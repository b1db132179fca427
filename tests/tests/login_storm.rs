//! A storm of log-ins is shed, and does not slow the other routes (C8).
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

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

/// Issue 3: 40 log-ins at once leave the p99 of `GET /users/me` within twice its idle value. What a request takes is
/// told truly by an optimised build on a machine that does nothing else: `scripts/login-storm` makes both.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures: run scripts/login-storm on a quiet machine"]
async fn a_storm_of_log_ins_leaves_the_p99_of_reads_within_twice_its_idle_value() {
    let (app, account) = a_server().await;
    let mut ratios = Vec::new();
    for _ in 0..9 {
        let started = Instant::now();
        let (busy, log_ins) = beside(&app, &account, storm(app.client(), &account)).await;
        let rest = tokio::time::sleep(started.elapsed());
        let (idle, ()) = beside(&app, &account, rest).await;
        busy.expect_no_failure();
        let granted = log_ins.iter().filter(|reply| reply.status == 200).count();
        println!(
            "idle: {} reads, p99 {:?}; beside {STORM} log-ins ({granted} granted): {} reads, p99 {:?}",
            idle.times.len(),
            idle.p99(),
            busy.times.len(),
            busy.p99()
        );
        ratios.push(busy.p99().as_secs_f64() / idle.p99().as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    let median = ratios[ratios.len() / 2];
    println!("median of the ratios: {median:.2}");
    assert!(median <= 2.0, "{ratios:?}");
}
