//! Limits by network (C3, A10).

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::dev::Service;
use actix_web::test::{TestRequest, init_service};
use actix_web::{HttpRequest, HttpResponse, post};
use application::RateGate;
use application::limits::Limits;
use async_trait::async_trait;
use domain::limit::{LimitKey, Quota};
use domain::ports::{CacheError, RateDecision, RateLimiter, SubjectDigester};
use futures_util::future::join_all;
use tokio::task::yield_now;
use utoipa_actix_web::service_config::ServiceConfig;

use super::stack::{Reply, limited_app_of, read, settings};
use crate::problem::{ErrorCode, Problem};
use crate::rates::RateLimits;

/// Counts in a world where time stands still.
#[derive(Default)]
struct StandingStill(Mutex<HashMap<String, Duration>>);

#[async_trait]
impl RateLimiter for StandingStill {
    async fn check(&self, key: &LimitKey, quota: &Quota) -> Result<RateDecision, CacheError> {
        let mut owed = self.0.lock().unwrap();
        let owed = owed.entry(key.as_str().to_owned()).or_default();
        let decision = RateDecision::judge(quota, *owed);
        *owed = decision.reset_after;
        Ok(decision)
    }

    async fn give_back(&self, key: &LimitKey, quota: &Quota) -> Result<(), CacheError> {
        let mut owed = self.0.lock().unwrap();
        let owed = owed.entry(key.as_str().to_owned()).or_default();
        *owed = owed.saturating_sub(quota.interval());
        Ok(())
    }
}

/// Tells subjects apart, and that is all.
struct Apart;

impl SubjectDigester for Apart {
    fn digest(&self, _: &str, parts: &[&str]) -> [u8; 32] {
        let mut digest = [0; 32];
        for (place, byte) in parts.concat().bytes().enumerate() {
            digest[place % 32] ^= byte;
        }
        digest
    }

    fn fingerprint(&self, parts: &[&str]) -> [u8; 32] {
        self.digest("", parts)
    }
}

fn limits(are_on: bool) -> RateLimits {
    RateLimits {
        gate: RateGate::over(Arc::new(StandingStill::default()), Arc::new(Apart), are_on),
        limits: Limits::default(),
    }
}

/// For everything that is not about limits.
pub(super) fn no_limits() -> RateLimits {
    limits(false)
}

#[utoipa::path(responses((status = 202)))]
#[post("/api/v1/auth/register/initiate")]
async fn initiate() -> HttpResponse {
    HttpResponse::Accepted().finish()
}

/// Logs in whoever asks for it, after a moment in which others come.
#[utoipa::path(responses((status = 200)))]
#[post("/api/v1/auth/login")]
async fn log_in(request: HttpRequest) -> Result<&'static str, Problem> {
    yield_now().await;
    match request.query_string() {
        "right" => Ok("welcome"),
        "invalid" => Err(Problem::new(ErrorCode::ValidationFailed)),
        _ => Err(Problem::new(ErrorCode::InvalidCredentials)),
    }
}

#[utoipa::path(responses((status = 200)))]
#[post("/api/v1/elsewhere")]
async fn elsewhere() -> &'static str {
    "free"
}

fn routes(config: &mut ServiceConfig<'_>) {
    config.service(initiate).service(log_in).service(elsewhere);
}

/// Sends the requests one after the other, each from an address to a path.
async fn send(rates: RateLimits, requests: &[(&str, &str)]) -> Vec<Reply> {
    let app = limited_app_of(settings("http://api.example"), rates, routes);
    let service = init_service(app).await;
    let mut replies = Vec::new();
    for (address, path) in requests {
        let path = format!("/api/v1{path}");
        let request = TestRequest::post().uri(&path);
        let request = request.peer_addr(address.parse().unwrap()).to_request();
        replies.push(read(service.call(request).await).await);
    }
    replies
}

const HERE: &str = "192.0.2.7:4711";
const THERE: &str = "192.0.2.8:4711";

// A10
#[actix_web::test]
async fn every_code_that_is_asked_for_counts_and_the_one_too_many_is_429() {
    let mut requests = vec![(HERE, "/auth/register/initiate"); 21];
    requests.push((THERE, "/auth/register/initiate/"));
    let replies = send(limits(true), &requests).await;

    let (first, refused, other) = (&replies[0], &replies[20], &replies[21]);
    assert_eq!(first.status, 202);
    assert_eq!(
        first.header("ratelimit-policy"),
        r#""codes_per_network";q=20;w=3600"#
    );
    assert_eq!(
        first.header("ratelimit"),
        r#""codes_per_network";r=19;t=180"#
    );
    refused.assert_problem(429, "too_many_requests");
    assert_eq!(refused.header("retry-after"), "180");
    assert_eq!(
        refused.header("ratelimit"),
        r#""codes_per_network";r=0;t=3600"#
    );
    assert_eq!(other.status, 202);
}

// C3
#[actix_web::test]
async fn only_wrong_credentials_use_log_ins_up() {
    let requests = ["?right", "?invalid", "?wrong", "?right"];
    let requests = requests.map(|query| (HERE, format!("/auth/login{query}")));
    let requests: Vec<_> = requests
        .iter()
        .map(|(at, path)| (*at, path.as_str()))
        .collect();
    let replies = send(limits(true), &requests).await;

    let standings: Vec<_> = replies
        .iter()
        .map(|reply| reply.header("ratelimit"))
        .collect();
    let left = |left: u32, reset: u32| format!("\"login_failures_per_network\";r={left};t={reset}");
    assert_eq!(
        standings,
        [left(30, 0), left(30, 0), left(29, 10), left(29, 10)]
    );
    assert_eq!(
        replies[0].header("ratelimit-policy"),
        r#""login_failures_per_network";q=30;w=300"#
    );
}

// C3, G10
#[actix_web::test]
async fn after_thirty_failures_not_even_the_right_password_is_looked_at() {
    let mut requests = vec![(HERE, "/auth/login?wrong"); 30];
    requests.extend([(HERE, "/auth/login?right"), (THERE, "/auth/login?right")]);
    let replies = send(limits(true), &requests).await;

    replies[29].assert_problem(401, "invalid_credentials");
    replies[30].assert_problem(429, "too_many_requests");
    assert_eq!(replies[30].header("retry-after"), "10");
    assert_eq!(replies[31].status, 200);
}

/// Sends so many log-ins from one address at once; how many of them were looked at, and how many not.
async fn log_in_at_once(query: &str, count: usize, rates: RateLimits) -> (usize, usize) {
    let app = limited_app_of(settings("http://api.example"), rates, routes);
    let service = init_service(app).await;
    let path = format!("/api/v1/auth/login?{query}");
    let replies = join_all((0..count).map(|_| {
        let request = TestRequest::post().uri(&path);
        service.call(request.peer_addr(HERE.parse().unwrap()).to_request())
    }));
    let replies = replies.await.into_iter();
    let refused = replies.filter(|reply| reply.as_ref().unwrap().status() == 429);
    let refused = refused.count();
    (count - refused, refused)
}

// C3: none of them has failed yet when the others come.
#[actix_web::test]
async fn of_wrong_log_ins_that_come_at_once_no_more_are_looked_at_than_may_fail() {
    assert_eq!(log_in_at_once("wrong", 40, limits(true)).await, (30, 10));
}

// C3: right ones give their place back.
#[actix_web::test]
async fn right_log_ins_leave_the_whole_quota() {
    let rates = limits(true);
    for _ in 0..3 {
        assert_eq!(log_in_at_once("right", 30, rates.clone()).await, (30, 0));
    }
}

// C6
#[actix_web::test]
async fn addresses_that_a_client_makes_up_share_one_quota() {
    let app = limited_app_of(settings("http://api.example"), limits(true), routes);
    let service = init_service(app).await;
    let mut statuses = Vec::new();
    for number in 0..21 {
        let request = TestRequest::post()
            .uri("/api/v1/auth/register/initiate")
            .peer_addr(HERE.parse().unwrap())
            .insert_header(("x-forwarded-for", format!("203.0.113.{number}")))
            .to_request();
        statuses.push(read(service.call(request).await).await.status.as_u16());
    }

    assert_eq!(statuses[19..], [202, 429]);
}

// C3
#[actix_web::test]
async fn one_network_of_ipv6_shares_one_quota() {
    let mut requests = vec![("[2001:db8::1]:1", "/auth/register/initiate"); 20];
    requests.push(("[2001:db8::2]:1", "/auth/register/initiate"));
    requests.push(("[2001:db8:0:1::1]:1", "/auth/register/initiate"));
    let replies = send(limits(true), &requests).await;

    assert_eq!(replies[20].status, 429);
    assert_eq!(replies[21].status, 202);
}

#[actix_web::test]
async fn other_routes_and_a_server_without_limits_say_nothing_of_rates() {
    let on = send(limits(true), &[(HERE, "/elsewhere")]).await;
    let off = send(no_limits(), &vec![(HERE, "/auth/login?wrong"); 31]).await;

    for reply in on.iter().chain(&off) {
        assert_ne!(reply.status, 429);
        assert_eq!(reply.header("ratelimit"), "");
        assert_eq!(reply.header("ratelimit-policy"), "");
    }
}
