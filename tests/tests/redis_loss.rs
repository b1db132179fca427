//! Redis is emptied, stopped and cut off: nobody is logged out by it, and nobody comes back (section 2.7).

use std::time::{Duration, Instant};

use portico_tests::{Account, App, Client, Cluster, Fleet, Load, PASSWORD};
use reqwest::Method;
use test_services::{Redis, Wire};

const SECOND: Duration = Duration::from_secs(1);
const TTL_AND_LEEWAY: Duration = Duration::from_secs(15 * 60 + 6);
const UNLIMITED: (&str, &str) = ("PORTICO__LIMITS__ENABLED", "false");

/// The tokens of so many sessions of one new user.
async fn tokens(client: &Client, count: usize) -> Vec<String> {
    let account = Account::register(client).await;
    let mut tokens = vec![account.token];
    while tokens.len() < count {
        let reply = Account::log_in(client, &account.email, PASSWORD).await;
        tokens.push(reply.expect(200).text_at("/access_token"));
    }
    tokens
}

async fn log_out(client: &Client, token: &str) {
    let request = client.api(Method::POST, "/auth/logout").bearer(token);
    let _ = request.send().await.expect(204);
}

/// Asks with a token until it is refused; how long that took.
async fn time_to_refusal(client: &Client, token: &str) -> Duration {
    let started = Instant::now();
    while client.me(token).await.status == 200 {
        assert!(started.elapsed() < 10 * SECOND, "the token still works");
    }
    started.elapsed()
}

/// Fails if a dead token works on either instance.
async fn stays_dead(instances: &[App; 2], token: &str) {
    for instance in instances {
        let reply = instance.client().me(token).await;
        let _ = reply.expect_problem(401, "invalid_token");
    }
}

// I5, 2.7
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_emptied_a_stopped_and_a_new_redis_log_nobody_out_and_revive_nobody() {
    let mut redis = Redis::start();
    let instances = App::pair(&[UNLIMITED, ("PORTICO__REDIS__URL", &redis.url())]).await;
    let mut tokens = tokens(instances[0].client(), 7).await;
    let dead = tokens.pop().expect("a token");
    let _ = instances[1].client().me(&dead).await.expect(200);
    log_out(instances[0].client(), &dead).await;
    tokio::time::sleep(SECOND).await;

    let load = Load::start(&Fleet::of(&[&instances[0], &instances[1]]), tokens);
    for _ in 0..5 {
        redis.flush();
        stays_dead(&instances, &dead).await;
        tokio::time::sleep(SECOND / 4).await;
    }
    redis.stop();
    instances[0].clock().advance(TTL_AND_LEEWAY);
    for _ in 0..8 {
        stays_dead(&instances, &dead).await;
        tokio::time::sleep(SECOND / 4).await;
    }
    redis.restart();
    for _ in 0..8 {
        stays_dead(&instances, &dead).await;
        tokio::time::sleep(SECOND / 4).await;
    }

    let served = load.stop().await;
    served.expect_no_failure();
    assert_eq!(served.renewals, 6, "each client got one new token");
}

// I11, 2.8
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_out_is_refused_elsewhere_within_a_second_under_load() {
    let [a, b] = App::pair(&[UNLIMITED]).await;
    let mut tokens = tokens(a.client(), 10).await;
    let leaving = tokens.split_off(5);
    let load = Load::start(&Fleet::of(&[&b]), tokens);
    for token in &leaving {
        let _ = b.client().me(token).await.expect(200);
        log_out(a.client(), token).await;
        let took = time_to_refusal(b.client(), token).await;
        assert!(took < SECOND, "{took:?}");
    }
    load.stop().await.expect_no_failure();
}

// I11, 2.8: neither the copy in Redis nor the news could be reached.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_out_where_redis_is_out_of_reach_is_refused_elsewhere_within_five_seconds() {
    let redis = Redis::start();
    let wire = Wire::to(&redis.url());
    let cluster = Cluster::new(&[UNLIMITED, ("PORTICO__REDIS__URL", &redis.url())]);
    let a = cluster.start(&[("PORTICO__REDIS__URL", &wire.url())]).await;
    let b = cluster.start(&[]).await;
    let tokens = tokens(a.client(), 2).await;
    let load = Load::start(&Fleet::of(&[&b]), tokens.clone());
    tokio::time::sleep(SECOND).await;

    wire.cut();
    log_out(a.client(), &tokens[0]).await;
    let _ = a.client().me(&tokens[0]).await.expect(401);
    let took = time_to_refusal(b.client(), &tokens[0]).await;
    assert!(took < 5 * SECOND, "{took:?}");
    let _ = a.client().me(&tokens[1]).await.expect(200);

    wire.mend();
    log_out(a.client(), &tokens[1]).await;
    let _ = time_to_refusal(b.client(), &tokens[1]).await;
    for token in &tokens {
        let _ = a.client().me(token).await.expect(401);
        let _ = b.client().me(token).await.expect(401);
    }
    let refused = load.stop().await.failures;
    assert!(
        refused.iter().all(|reply| reply.status == 401),
        "{refused:?}"
    );
}
