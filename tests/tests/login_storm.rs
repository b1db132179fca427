//! A storm of log-ins does not slow the other routes (C8).

use std::time::Duration;

use portico_tests::{Account, App, Client, Fleet, Load, PASSWORD, Served, SetUp};

const STORM: usize = 40;
const ROUNDS: usize = 5;

/// One client reads its own user for a while, beside whatever else goes on.
async fn read_for(app: &App, token: &str, span: Duration) -> Served {
    let load = Load::start(&Fleet::of(&[app]), vec![token.to_owned()]);
    tokio::time::sleep(span).await;
    load.stop().await
}

async fn storm(client: Client, email: String) -> [usize; 2] {
    let mut statuses = [0, 0];
    let log_ins: Vec<_> = (0..STORM)
        .map(|_| {
            let (client, email) = (client.clone(), email.clone());
            tokio::spawn(async move { Account::log_in(&client, &email, PASSWORD).await.status })
        })
        .collect();
    for log_in in log_ins {
        match log_in.await.expect("no panic") {
            200 => statuses[0] += 1,
            503 => statuses[1] += 1,
            other => panic!("{other}"),
        }
    }
    statuses
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn measure() {
    let cost = std::env::var("COST").unwrap_or("12".to_owned());
    let app = App::start_with(
        SetUp::Embedded,
        &[
            ("PORTICO__LIMITS__ENABLED", "false"),
            ("PORTICO__PASSWORDS__BCRYPT_COST", &cost),
        ],
    )
    .await;
    let account = Account::register(app.client()).await;
    for _ in 0..ROUNDS {
        let idle = read_for(&app, &account.token, Duration::from_secs(2)).await;
        let load = Load::start(&Fleet::of(&[&app]), vec![account.token.clone()]);
        let started = std::time::Instant::now();
        let statuses = storm(app.client().clone(), account.email.clone()).await;
        let took = started.elapsed();
        let busy = load.stop().await;
        println!(
            "idle n={} p50={:?} p99={:?}   busy n={} p50={:?} p99={:?} max={:?}  {statuses:?} {took:?}",
            idle.times.len(),
            p(&idle, 50),
            idle.p99(),
            busy.times.len(),
            p(&busy, 50),
            busy.p99(),
            p(&busy, 100),
        );
    }
}

fn p(served: &Served, percent: usize) -> Duration {
    let mut times = served.times.clone();
    times.sort();
    times[(times.len() * percent / 100).min(times.len() - 1)]
}
