//! A token that renews itself, on one instance and on two, and dies the moment it should.

#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use portico_tests::{Account, App, Client, Reply};
use reqwest::Method;

const TTL_AND_LEEWAY: Duration = Duration::from_secs(15 * 60 + 6);
const GRACE: Duration = Duration::from_secs(30);

portico_tests::on_both_set_ups! {
    // 2.5
    async fn an_expired_token_is_renewed_in_band(app: App) {
        let client = app.client();
        let old = Account::register(client).await.token;
        app.clock().advance(TTL_AND_LEEWAY);
        let renewed = client.me(&old).await.expect(200);
        let fresh = renewed.header("x-access-token").to_owned();
        assert!(!fresh.is_empty() && !renewed.header("x-access-token-expires-at").is_empty(), "{renewed:?}");
        assert_eq!(renewed.header("cache-control"), "no-store"); // G5
        let live = client.me(&fresh).await.expect(200);
        assert_eq!(live.header("x-access-token"), "");
    }

    // 2.5: what is refused carries the new token too, since the renewal has been committed.
    async fn a_refused_request_carries_its_new_token(app: App) {
        let client = app.client();
        let old = Account::register(client).await.token;
        app.clock().advance(TTL_AND_LEEWAY);
        let foreign = "/users/00000000-0000-4000-8000-000000000000/sessions";
        let refused = client.get(foreign).bearer(&old).send().await.expect(403);
        assert!(!refused.header("x-access-token").is_empty(), "{refused:?}");
    }

    // I10, on one instance
    async fn parallel_requests_with_one_expired_token_get_one_successor(app: App) {
        let account = Account::register(app.client()).await;
        app.clock().advance(TTL_AND_LEEWAY);
        let replies = storm(&[app.client()], &account.token, 100).await;
        assert_one_successor(app.client(), &replies).await;
    }

    // Reuse, RFC 9700 §4.14.2
    async fn a_token_that_comes_back_after_its_successor_ends_the_session(app: App) {
        let client = app.client();
        let account = Account::register(client).await;
        app.clock().advance(TTL_AND_LEEWAY);
        let fresh = client.me(&account.token).await.expect(200).header("x-access-token").to_owned();
        let _ = client.me(&fresh).await.expect(200);
        tokio::time::sleep(Duration::from_millis(2_500)).await; // the acknowledgement is written once a second
        let _ = client.me(&account.token).await.expect(200); // within the grace time
        app.clock().advance(GRACE + Duration::from_secs(5));
        let _ = client.me(&account.token).await.expect_problem(401, "invalid_token");
        let _ = client.me(&fresh).await.expect_problem(401, "invalid_token");
        let mails = portico_tests::Mailbox::of(client).wait_for(&account.email, 3).await;
        let subject = mails[0]["subject"].as_str().unwrap_or_default().to_lowercase();
        assert!(subject.contains("session") || subject.contains("sign"), "{subject}");
    }

    // D10
    async fn log_out_ends_the_session_and_can_be_repeated(app: App) {
        let client = app.client();
        let token = Account::register(client).await.token;
        for _ in 0..2 {
            let reply = log_out(client, &token).await.expect(204);
            assert_eq!(reply.header("x-access-token"), "");
        }
        let _ = client.me(&token).await.expect_problem(401, "invalid_token");
        let _ = log_out(client, "forged").await.expect(204);
        let without = client.api(Method::POST, "/auth/logout").send().await;
        let _ = without.expect_problem(401, "not_authenticated");
        app.clock().advance(TTL_AND_LEEWAY);
        let _ = client.me(&token).await.expect_problem(401, "invalid_token");
    }

    // D10: an expired token logs out as well, without being renewed.
    async fn an_expired_token_can_log_out(app: App) {
        let client = app.client();
        let token = Account::register(client).await.token;
        app.clock().advance(TTL_AND_LEEWAY);
        let reply = log_out(client, &token).await.expect(204);
        assert_eq!(reply.header("x-access-token"), "");
        let _ = client.me(&token).await.expect_problem(401, "invalid_token");
    }

    // D13
    async fn no_renewal_passes_the_absolute_end(app: App) {
        let client = app.client();
        let mut token = Account::register(client).await.token;
        let day = Duration::from_hours(24);
        for _ in 0..29 {
            app.clock().advance(day);
            let reply = client.me(&token).await.expect(200);
            reply.header("x-access-token").clone_into(&mut token);
        }
        app.clock().advance(day);
        let _ = client.me(&token).await.expect_problem(401, "invalid_token");
    }

    // D13
    async fn a_session_that_rested_too_long_is_over(app: App) {
        let client = app.client();
        let token = Account::register(client).await.token;
        app.clock().advance(Duration::from_hours(7 * 24));
        let _ = client.me(&token).await.expect_problem(401, "invalid_token");
    }

    // 2.5: the explicit way
    async fn a_token_can_be_renewed_on_demand(app: App) {
        let client = app.client();
        let old = Account::register(client).await.token;
        let renewed = refresh(client, &old).await.expect(200);
        let fresh = renewed.text_at("/access_token");
        let _ = client.me(&fresh).await.expect(200);
        let _ = client.me(&old).await.expect(200); // other tabs go on until it expires
        assert_eq!(renewed.header("cache-control"), "no-store");
    }
}

// 2.5: the switch
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_transparent_renewal_only_the_explicit_way_is_left() {
    let app = App::start_with(
        portico_tests::SetUp::Embedded,
        &[("PORTICO__TOKENS__TRANSPARENT_RENEWAL", "false")],
    )
    .await;
    let client = app.client();
    let old = Account::register(client).await.token;
    app.clock().advance(TTL_AND_LEEWAY);
    let _ = client.me(&old).await.expect_problem(401, "invalid_token");
    let fresh = refresh(client, &old)
        .await
        .expect(200)
        .text_at("/access_token");
    let _ = client.me(&fresh).await.expect(200);
}

// I10
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_instances_give_one_successor_to_two_hundred_requests() {
    let [a, b] = App::pair(&[]).await;
    let account = Account::register(a.client()).await;
    a.clock().advance(TTL_AND_LEEWAY);
    let replies = storm(&[a.client(), b.client()], &account.token, 200).await;
    assert_one_successor(b.client(), &replies).await;
}

// I11
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_out_on_one_instance_is_refused_by_the_other_within_a_second() {
    let [a, b] = App::pair(&[]).await;
    for _ in 0..5 {
        let token = Account::register(a.client()).await.token;
        let _ = b.client().me(&token).await.expect(200);
        let _ = log_out(a.client(), &token).await.expect(204);
        let _ = a.client().me(&token).await.expect(401);
        let since = Instant::now();
        while b.client().me(&token).await.status == 200 {
            assert!(
                since.elapsed() < Duration::from_secs(1),
                "the other instance still accepts the token"
            );
        }
    }
}

const LANES: usize = 8;
const ROUNDS_OF_A_LANE: usize = 125;

// I10: whichever wins, in the end no token works.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_log_outs_racing_with_renewal_leave_no_working_token() {
    let pair = App::pair(&[
        ("PORTICO__LIMITS__ENABLED", "false"),
        ("PORTICO__SESSIONS__MAX_PER_USER", "1000"),
    ])
    .await;
    let clients = [pair[0].client().clone(), pair[1].client().clone()];
    let lanes = in_lanes(vec![(); LANES], |()| log_in_often(clients[0].clone())).await;
    pair[0].clock().advance(TTL_AND_LEEWAY);
    let lanes = in_lanes(lanes, |tokens| race_with_log_out(clients.clone(), tokens)).await;
    let rounds = LANES * ROUNDS_OF_A_LANE;
    let tokens: usize = lanes.iter().map(Vec::len).sum();
    assert!(
        (rounds + 1..2 * rounds).contains(&tokens),
        "each of the two is faster now and then: {tokens}"
    );
    tokio::time::sleep(Duration::from_secs(1)).await;
    in_lanes(lanes, |tokens| all_are_dead(clients.clone(), tokens)).await;
}

/// Runs the lanes side by side.
async fn in_lanes<I, T, F>(lanes: Vec<I>, run: impl Fn(I) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let running: Vec<_> = lanes
        .into_iter()
        .map(|lane| tokio::spawn(run(lane)))
        .collect();
    let mut outcomes = Vec::new();
    for lane in running {
        outcomes.push(lane.await.expect("no panic"));
    }
    outcomes
}

async fn log_in_often(client: Client) -> Vec<String> {
    let account = Account::register(&client).await;
    let mut tokens = Vec::new();
    for _ in 0..ROUNDS_OF_A_LANE {
        let reply = Account::log_in(&client, &account.email, portico_tests::PASSWORD).await;
        tokens.push(reply.expect(200).text_at("/access_token"));
    }
    tokens
}

/// Each token is logged out on one instance while it is renewed on the other; gives the successors as well.
async fn race_with_log_out([a, b]: [Client; 2], tokens: Vec<String>) -> Vec<String> {
    let mut all = Vec::new();
    for (round, token) in tokens.into_iter().enumerate() {
        let (out, renewed) = match round % 4 {
            0 => tokio::join!(log_out(&a, &token), b.me(&token)),
            1 => tokio::join!(log_out(&b, &token), a.me(&token)),
            2 => swapped(tokio::join!(b.me(&token), log_out(&a, &token))),
            _ => swapped(tokio::join!(a.me(&token), log_out(&b, &token))),
        };
        let _ = out.expect(204);
        let successor = renewed.header("x-access-token").to_owned();
        all.extend([token, successor]);
    }
    all.retain(|token| !token.is_empty());
    all
}

fn swapped<A, B>((first, second): (A, B)) -> (B, A) {
    (second, first)
}

async fn all_are_dead(clients: [Client; 2], tokens: Vec<String>) {
    for token in tokens {
        for client in &clients {
            let _ = client.me(&token).await.expect_problem(401, "invalid_token");
        }
    }
}

/// Many requests at once with one token, spread over these servers.
async fn storm(clients: &[&Client], token: &str, count: usize) -> Vec<Reply> {
    let requests = (0..count).map(|i| {
        let (client, token) = (clients[i % clients.len()].clone(), token.to_owned());
        tokio::spawn(async move { client.me(&token).await })
    });
    let mut replies = Vec::new();
    for request in requests.collect::<Vec<_>>() {
        replies.push(request.await.expect("no panic"));
    }
    replies
}

/// Every request succeeded, and all new tokens are one: they have one `jti`, which the documented key tells.
async fn assert_one_successor(client: &Client, replies: &[Reply]) {
    let mut ids = BTreeSet::new();
    for reply in replies {
        assert_eq!(reply.status, 200, "{reply:?}");
        let token = reply.header("x-access-token");
        assert!(
            !token.is_empty(),
            "every reply carries the new token: {reply:?}"
        );
        ids.insert(latest_token(client, token, &reply.text_at("/id")).await);
    }
    assert_eq!(ids.len(), 1, "{ids:?}");
}

async fn latest_token(client: &Client, token: &str, user: &str) -> String {
    let path = format!("/auth/user/{user}/latest-jti");
    client
        .get(&path)
        .bearer(token)
        .send()
        .await
        .expect(200)
        .text_at("/jti")
}

async fn log_out(client: &Client, token: &str) -> Reply {
    client
        .api(Method::POST, "/auth/logout")
        .bearer(token)
        .send()
        .await
}

async fn refresh(client: &Client, token: &str) -> Reply {
    client
        .api(Method::POST, "/auth/refresh")
        .bearer(token)
        .send()
        .await
}
