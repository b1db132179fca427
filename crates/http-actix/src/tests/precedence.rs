//! Who asks is judged before what is asked for (D1, F1r).

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::Method;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE};
use actix_web::test::TestRequest;
use async_trait::async_trait;
use domain::page::{Page, PageRequest};
use domain::ports::{SessionQueries, StorageError};
use domain::session::{Session, SessionId, SessionWithUser, TokenId};
use domain::timestamp::Timestamp;
use domain::user::UserId;
use utoipa::openapi::path::Operation;

use super::world::{Client, World, a_world, a_world_with, to};
use crate::openapi::openapi;

/// Whose right a route asks for.
#[derive(Clone, Copy, Debug)]
enum For {
    Anybody,
    Superusers,
}

/// Not well-formed.
const BROKEN: &str = "{";
/// Not what any route expects.
const EMPTY: &str = "{}";
/// Faults in paths, queries, bodies and header fields: for whom the route is, and what a request is answered whose
/// caller may send it.
const FAULTS: [(&str, &str, &str, For, u16); 17] = [
    ("GET", "/users/1", "", For::Anybody, 422),
    ("PATCH", "/users/1", EMPTY, For::Superusers, 422),
    ("PATCH", "/users/1", BROKEN, For::Superusers, 422),
    ("DELETE", "/users/1", "", For::Superusers, 422),
    ("GET", "/users/?limit=x", "", For::Superusers, 422),
    ("POST", "/users/", EMPTY, For::Superusers, 422),
    ("POST", "/users/", BROKEN, For::Superusers, 400),
    ("PATCH", "/users/me", BROKEN, For::Anybody, 400),
    ("PATCH", "/users/me/password", EMPTY, For::Anybody, 422),
    ("GET", "/users/1/sessions", "", For::Superusers, 422),
    ("DELETE", "/auth/sessions/1", "", For::Anybody, 422),
    ("GET", "/auth/redis/*", "", For::Anybody, 422),
    ("GET", "/items/1", "", For::Anybody, 422),
    ("GET", "/items/?skip=x", "", For::Anybody, 422),
    ("POST", "/items/", BROKEN, For::Anybody, 400),
    (
        "POST",
        "/password-recovery-html-content/nobody",
        "",
        For::Superusers,
        422,
    ),
    ("POST", "/utils/test-email/", "", For::Superusers, 422),
];

fn faulty(method: &str, path: &str, body: &'static str) -> TestRequest {
    let request = to(method.parse().unwrap(), path);
    match body {
        "" => request,
        body => request
            .insert_header((CONTENT_TYPE, "application/json"))
            .set_payload(body),
    }
}

fn forged(request: TestRequest) -> TestRequest {
    request.insert_header((AUTHORIZATION, "Bearer forged"))
}

async fn somebody_who_logged_out(world: &World) -> Client {
    let kim = world.client().await;
    let gone = world.ask(&kim, to(Method::POST, "/auth/logout")).await;
    assert_eq!(gone.status, 204);
    kim
}

// D1, F1r
#[actix_web::test]
async fn who_asks_is_judged_before_what_is_asked_for() {
    let world = a_world().await;
    let gone = somebody_who_logged_out(&world).await;
    let (kim, root) = (world.client().await, world.superuser().await);
    for (method, path, body, is_for, fault) in FAULTS {
        let request = || faulty(method, path, body);
        for reply in [
            world.send(forged(request())).await,
            world.ask(&gone, request()).await,
        ] {
            reply.assert_problem(401, "invalid_token");
        }
        let without = world.send(request()).await;
        without.assert_problem(401, "not_authenticated");

        let users = match is_for {
            For::Anybody => fault,
            For::Superusers => 403,
        };
        for (client, status) in [(&kim, users), (&root, fault)] {
            let reply = world.ask(client, request()).await;
            assert_eq!(reply.status, status, "{method} {path} {body}");
        }
    }
}

// D1
#[actix_web::test]
async fn no_route_tells_a_forged_token_what_else_is_wrong() {
    let world = a_world().await;
    let mut asked = 0;
    for (path, item) in openapi().paths.paths {
        let Some(path) = path.strip_prefix("/api/v1") else {
            continue;
        };
        for (method, operation) in [
            (Method::GET, item.get),
            (Method::POST, item.post),
            (Method::PUT, item.put),
            (Method::PATCH, item.patch),
            (Method::DELETE, item.delete),
        ] {
            if operation.is_none_or(|it| !wants_a_token_that_counts(&it)) {
                continue;
            }
            let path = format!("{}?limit=x&cursor=x&email_to=x", with_broken_ids(path));
            let request = faulty(method.as_str(), &path, BROKEN);
            let request = request.insert_header(("idempotency-key", "\""));
            let reply = world.send(forged(request)).await;
            assert_eq!(reply.status, 401, "{method} {path}: {}", reply.text());
            asked += 1;
        }
    }
    assert!(asked > 25, "only {asked} routes want a token");
}

/// Log-out takes any token (D10).
fn wants_a_token_that_counts(operation: &Operation) -> bool {
    operation.security.is_some() && operation.operation_id.as_deref() != Some("auth-logout")
}

fn with_broken_ids(template: &str) -> String {
    let segments = template.split('/');
    let segments = segments.map(|it| if it.starts_with('{') { "1" } else { it });
    segments.collect::<Vec<_>>().join("/")
}

// security.md 2.5, E3
#[actix_web::test]
async fn an_expired_token_counts_where_it_counts_without_a_fault() {
    let world = a_world().await;
    let kim = world.client().await;
    world.clock.advance(Duration::from_hours(3));

    let reply = world.get(&kim, "/items/1").await;
    reply.assert_problem(401, "invalid_token");
    let reply = world.get(&kim, "/auth/redis/1").await;
    reply.assert_problem(422, "validation_failed");
}

// I10
#[actix_web::test]
async fn a_renewed_token_is_on_the_refusal_of_a_fault() {
    let world = a_world().await;
    let kim = world.client().await;
    world.clock.advance(Duration::from_mins(31));

    let reply = world.get(&kim, "/items/1").await;

    reply.assert_problem(422, "validation_failed");
    assert_ne!(reply.header("x-access-token"), "");
}

// I6
#[actix_web::test]
async fn while_nobody_can_be_judged_a_fault_is_not_told_and_no_token_is_refused() {
    let world = a_world_with(|ports| ports.storage.sessions = Arc::new(Down)).await;
    let root = world.superuser().await;
    for (method, path, body, _, _) in FAULTS {
        let reply = world.ask(&root, faulty(method, path, body)).await;
        reply.assert_problem(503, "service_unavailable");
    }
}

/// Sessions that cannot be read.
struct Down;

fn down<T>() -> Result<T, StorageError> {
    Err(StorageError::Unavailable("the line is cut".to_owned()))
}

#[async_trait]
impl SessionQueries for Down {
    async fn find(&self, _: SessionId) -> Result<Option<SessionWithUser>, StorageError> {
        down()
    }

    async fn live_of_user(&self, _: UserId, _: Timestamp) -> Result<Vec<Session>, StorageError> {
        down()
    }

    async fn of_user(&self, _: UserId, _: &PageRequest) -> Result<Page<Session>, StorageError> {
        down()
    }

    async fn find_by_token(
        &self,
        _: TokenId,
        _: Timestamp,
    ) -> Result<Option<SessionWithUser>, StorageError> {
        down()
    }
}
