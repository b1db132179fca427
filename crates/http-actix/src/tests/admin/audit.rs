//! The audit log, read back (H4).

use actix_web::http::Method;
use domain::audit::AuditAction;
use serde_json::json;

use super::super::stack::Reply;
use super::super::users::{PASSWORD, a_person};
use super::super::world::{a_world, to};
use super::column;

// H4
#[actix_web::test]
async fn an_event_tells_who_from_where_and_by_which_request() {
    let world = a_world().await;
    let root = world.superuser().await;
    let kim = a_person(&world, "kim@example.com").await;
    let body = json!({"identifier": "kim@example.com", "password": PASSWORD});
    let log_in = to(Method::POST, "/auth/login")
        .insert_header(("user-agent", "curl/8.5.0"))
        .insert_header(("x-request-id", "audited-1"))
        .peer_addr("203.0.113.9:4711".parse().unwrap())
        .set_json(body);
    assert_eq!(world.send(log_in).await.status, 200);

    let events = world.get(&root, "/admin/audit").await;

    let event = &events.json()["data"][0];
    let id = kim.user.id.to_string();
    assert_eq!(
        *event,
        json!({
            "id": event["id"],
            "at": "2026-01-02T03:04:05.678901Z",
            "event": "login.succeeded",
            "outcome": "success",
            "reason": null,
            "actor": id,
            "subject": id,
            "object": null,
            "ip": "203.0.113.9",
            "user_agent": "curl/8.5.0",
            "request_id": "audited-1",
        })
    );
}

#[actix_web::test]
async fn filters_narrow_by_name_people_and_moment() {
    let world = a_world().await;
    let root = world.superuser().await;
    let kim = world.client().await;
    let (root_id, kim_id) = (root.user.id, kim.user.id);
    let path = format!("/users/{kim_id}");
    let change = json!({"is_active": false});
    let disabled = world.patch(&root, &path, &change).await;
    assert_eq!(disabled.status, 200);

    for (query, is_found) in [
        (format!("actor={root_id}"), true),
        (format!("actor={kim_id}"), false),
        (format!("subject={kim_id}&event=user.disabled"), true),
        (format!("subject={kim_id}&event=login.failed"), false),
        (
            "event=user.disabled&since=2026-01-02T03:04:05Z".into(),
            true,
        ),
        ("since=2026-01-02T03:04:06Z".into(), false),
    ] {
        let events = world.get(&root, &format!("/admin/audit?{query}")).await;
        let names = column(&events, "event");
        assert_eq!(names.contains(&"user.disabled".into()), is_found, "{query}");
    }
}

#[actix_web::test]
async fn the_refusal_of_an_unknown_event_names_those_that_there_are() {
    let world = a_world().await;
    let root = world.superuser().await;
    let refused = world.get(&root, "/admin/audit?event=bogus").await;
    assert_eq!(refused.broken_fields(), ["query.event enum"]);
    let problem = refused.json();
    let message = problem["errors"][0]["msg"].as_str().unwrap();
    for action in AuditAction::ALL {
        assert!(message.contains(action.event_name()), "{message}");
    }
}

// H4: a job is no user, and is told apart from one.
#[actix_web::test]
async fn what_happened_to_a_job_names_the_job() {
    let world = a_world().await;
    let root = world.superuser().await;
    world.post(&root, "/users/me/export", &json!(null)).await;
    let jobs = world.get(&root, "/admin/jobs").await;
    let job = column(&jobs, "id").remove(0);
    let path = format!("/admin/jobs/{job}/cancel");
    assert_eq!(world.post(&root, &path, &json!(null)).await.status, 200);

    let events = world.get(&root, "/admin/audit?event=job.cancelled").await;

    let event = &events.json()["data"][0];
    let object = format!("job:{job}");
    assert_eq!(
        (&event["object"], &event["subject"]),
        (&json!(object), &json!(null))
    );
}

// H4, ASVS 16.3.2
#[actix_web::test]
async fn who_asks_for_what_is_not_theirs_is_written_down() {
    let world = a_world().await;
    let (root, kim) = (world.superuser().await, world.client().await);
    let item = json!({"title": "Root's"});
    let item = world.post(&root, "/items/", &item).await.json();
    let item = item["id"].as_str().unwrap();
    assert_eq!(world.get(&kim, "/users/").await.status, 403);
    let of_item = world.get(&kim, &format!("/items/{item}")).await;
    assert_eq!(of_item.status, 403);
    // Neither a token that does not count nor a refusal of another kind is one.
    let nobody = world.send(to(Method::GET, "/users/")).await;
    assert_eq!(nobody.status, 401);
    let own = format!("/users/{}", root.user.id);
    assert_eq!(world.delete(&root, &own).await.status, 403);

    let path = format!("/admin/audit?event=access.denied&actor={}", kim.user.id);
    let denials = world.get(&root, &path).await;

    // The clock of the tests stands still, so that either may be the newer one.
    let reasons = ["insufficient_privileges", "not_your_item"];
    let sorted_reasons = |reply: &Reply| {
        let mut found = column(reply, "reason");
        found.sort();
        found
    };
    assert_eq!(sorted_reasons(&denials), reasons);
    assert_eq!(column(&denials, "outcome"), ["failure", "failure"]);
    let all = world.get(&root, "/admin/audit?event=access.denied").await;
    assert_eq!(sorted_reasons(&all), reasons);
}

// H4: nobody makes the audit log grow without end.
#[actix_web::test]
async fn only_so_many_denials_of_one_user_are_written_down() {
    let world = a_world().await;
    let (root, kim) = (world.superuser().await, world.client().await);
    for _ in 0..61 {
        assert_eq!(world.get(&kim, "/users/").await.status, 403);
    }
    let path = "/admin/audit?event=access.denied&limit=1000";
    let denials = world.get(&root, path).await;
    assert_eq!(column(&denials, "event").len(), 60);
}
