//! Nobody can find out which addresses have accounts, not even with a clock (A1).

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a broken expectation is a failed test"
)]

use std::time::{Duration, Instant};

use portico_tests::{Account, App, Client, SetUp, a_new_address};
use serde_json::json;

/// How many calls of each kind are compared.
const CALLS: usize = 200;

/// How often a difference must show before it counts.
const ROUNDS: usize = 3;

/// Above this, two samples differ at p < 0.001 (two-sided normal approximation of the U statistic).
const CRITICAL_Z: f64 = 3.29;

// A1. A real difference shows in every round; chance alone shows in one of a thousand.
async fn initiate_takes_as_long_for_known_addresses_as_for_unknown_ones(set_up: SetUp) {
    let app = App::start_with(set_up, &[("PORTICO__LIMITS__ENABLED", "false")]).await;
    let client = app.client();
    let known = Account::register(client).await.email;
    let _warm_up = compare(client, &known, 20).await;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let (difference, z) = compare(client, &known, CALLS).await;
        if difference < Duration::from_millis(5) && z.abs() < CRITICAL_Z {
            return;
        }
        rounds.push((difference, z));
    }
    panic!("known and unknown addresses can be told apart: {rounds:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn initiate_tells_nothing_by_its_time_embedded() {
    initiate_takes_as_long_for_known_addresses_as_for_unknown_ones(SetUp::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn initiate_tells_nothing_by_its_time_scale_out() {
    initiate_takes_as_long_for_known_addresses_as_for_unknown_ones(SetUp::ScaleOut).await;
}

/// How far the medians are apart, and how clearly the samples differ. The calls are interleaved, so that
/// whatever slows the machine slows both kinds.
async fn compare(client: &Client, known: &str, calls: usize) -> (Duration, f64) {
    let (mut of_known, mut of_unknown) = (Vec::new(), Vec::new());
    for _ in 0..calls {
        of_known.push(initiate(client, known).await);
        of_unknown.push(initiate(client, &a_new_address()).await);
    }
    let difference = median(&of_known).abs_diff(median(&of_unknown));
    (difference, mann_whitney_z(&of_known, &of_unknown))
}

async fn initiate(client: &Client, email: &str) -> Duration {
    let started = Instant::now();
    let _ = client
        .post("/auth/register/initiate", &json!({"email": email}))
        .await
        .expect(202);
    started.elapsed()
}

fn median(sample: &[Duration]) -> Duration {
    let mut sorted = sample.to_vec();
    sorted.sort();
    sorted[sorted.len() / 2]
}

/// The standardised U statistic of two samples of the same size (Mann and Whitney, 1947).
fn mann_whitney_z(one: &[Duration], other: &[Duration]) -> f64 {
    let wins: f64 = one
        .iter()
        .map(|a| other.iter().map(|b| score(*a, *b)).sum::<f64>())
        .sum();
    let n = f64::from(u32::try_from(one.len()).expect("a small sample"));
    let mean = n * n / 2.0;
    let deviation = (n * n * (2.0 * n + 1.0) / 12.0).sqrt();
    (wins - mean) / deviation
}

fn score(a: Duration, b: Duration) -> f64 {
    match a.cmp(&b) {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Less => 0.0,
    }
}

#[test]
fn the_statistic_tells_a_shifted_sample() {
    let sample = |shift: u64| -> Vec<Duration> {
        (0..100)
            .map(|i| Duration::from_micros(1_000 + (i * 37) % 100 + shift))
            .collect()
    };
    assert!(mann_whitney_z(&sample(0), &sample(0)).abs() < 0.01);
    assert!(mann_whitney_z(&sample(30), &sample(0)) > CRITICAL_Z);
}
