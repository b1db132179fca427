//! The audit log, read back (H4).

use actix_web::http::Method;
use serde_json::json;

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
