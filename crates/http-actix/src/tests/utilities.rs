//! What shows whoever set the server up that it works.

use actix_web::http::Method;
use domain::job::JobKind;
use port_contracts::fixtures::{A_MOMENT, a_claim};
use serde_json::json;

use super::world::{World, a_world, to};

const TEST_EMAIL: &str = "/utils/test-email/";

#[actix_web::test]
async fn anybody_may_ask_whether_anybody_answers() {
    let world = a_world().await;
    for path in ["/utils/health-check/", "/utils/health-check"] {
        let reply = world.send(to(Method::GET, path)).await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.text(), "true");
    }
}

#[actix_web::test]
async fn a_test_mail_is_promised_to_the_address() {
    let world = a_world().await;
    let root = world.superuser().await;

    let path = format!("{TEST_EMAIL}?email_to=ada%40EXAMPLE.com");
    let reply = world.ask(&root, to(Method::POST, &path)).await;

    assert_eq!(reply.status, 201);
    assert_eq!(reply.text(), r#"{"message":"Test email sent"}"#);
    assert_eq!(promised(&world).await, [JobKind::new("test_mail")]);
}

#[actix_web::test]
async fn an_address_that_is_none_is_422_and_named() {
    let world = a_world().await;
    let root = world.superuser().await;
    for (query, kind) in [
        ("", "missing"),
        ("?email_to=", "email"),
        ("?email_to=ada", "email"),
        ("?email_to=a%0d%0aBcc%3ab@c.de", "email"),
    ] {
        let path = format!("{TEST_EMAIL}{query}");
        let reply = world.ask(&root, to(Method::POST, &path)).await;
        reply.assert_problem(422, "validation_failed");
        let error = &reply.json()["errors"][0];
        assert_eq!(error["loc"], json!(["query", "email_to"]), "{query}");
        assert_eq!(error["type"], kind, "{query}");
    }
    assert!(promised(&world).await.is_empty());
}

// API5
#[actix_web::test]
async fn test_mails_are_for_superusers() {
    let world = a_world().await;
    let kim = world.client().await;
    let path = format!("{TEST_EMAIL}?email_to=kim@example.com");

    let refused = world.ask(&kim, to(Method::POST, &path)).await;

    refused.assert_problem(403, "insufficient_privileges");
    let anonymous = world.send(to(Method::POST, &path)).await;
    anonymous.assert_problem(401, "not_authenticated");
    assert!(promised(&world).await.is_empty());
}

/// The kinds of the jobs that wait.
async fn promised(world: &World) -> Vec<JobKind> {
    let jobs = world
        .ports
        .storage
        .job_source
        .claim(&a_claim(A_MOMENT))
        .await;
    jobs.unwrap().into_iter().map(|job| job.kind).collect()
}
