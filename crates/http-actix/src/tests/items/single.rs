//! One item: its form, and who may see and change it.

use serde_json::json;

use super::super::world::{a_world, to};
use super::make;

const MISSING: &str = "/items/01935f4e-7c2a-7b10-8a55-3d2c1b0a9f8e";

#[actix_web::test]
async fn an_item_has_the_form_that_clients_of_the_template_know() {
    let world = a_world().await;
    let kim = world.client().await;
    let body = json!({"title": "Lantern", "description": "For the cellar"});
    let made = world.post(&kim, "/items/", &body).await;

    let (id, owner) = (made.json()["id"].clone(), kim.user.id);
    assert_eq!(made.status, 200);
    assert_eq!(made.header("content-type"), "application/json");
    assert_eq!(
        made.text(),
        format!(
            "{{\"title\":\"Lantern\",\"description\":\"For the cellar\",\"id\":{id},\
             \"owner_id\":\"{owner}\",\"created_at\":\"2026-01-02T03:04:05.678901Z\"}}"
        )
    );
    let path = format!("/items/{}", id.as_str().unwrap());
    assert_eq!(world.get(&kim, &path).await.text(), made.text());
    let bare = world.post(&kim, "/items/", &json!({"title": "L"})).await;
    assert_eq!(bare.json()["description"], json!(null));
}

#[actix_web::test]
async fn an_update_changes_what_it_names() {
    let world = a_world().await;
    let kim = world.client().await;
    let body = json!({"title": "Lantern", "description": "For the cellar"});
    let made = world.post(&kim, "/items/", &body).await.json();
    let path = format!("/items/{}", made["id"].as_str().unwrap());

    for (update, title, description) in [
        (json!({}), json!("Lantern"), json!("For the cellar")),
        (
            json!({"title": "Lamp"}),
            json!("Lamp"),
            json!("For the cellar"),
        ),
        (json!({"description": null}), json!("Lamp"), json!(null)),
        (json!({"description": ""}), json!("Lamp"), json!("")),
    ] {
        let changed = world.put(&kim, &path, &update).await;
        assert_eq!(changed.status, 200, "{update}");
        let seen = world.get(&kim, &path).await.json();
        assert_eq!(changed.json(), seen);
        assert_eq!(
            (&seen["title"], &seen["description"]),
            (&title, &description)
        );
        assert_eq!(seen["created_at"], made["created_at"]);
    }
}

#[actix_web::test]
async fn a_deleted_item_is_gone() {
    let world = a_world().await;
    let kim = world.client().await;
    let path = make(&world, &kim, "Lantern").await;

    let deleted = world.delete(&kim, &path).await;

    assert_eq!(deleted.text(), r#"{"message":"Item deleted successfully"}"#);
    world
        .get(&kim, &path)
        .await
        .assert_problem(404, "item_not_found");
    let list = world.get(&kim, "/items/").await.json();
    assert_eq!(list, json!({"data": [], "count": 0, "next_cursor": null}));
}

// F1r, API1, D5
#[actix_web::test]
async fn what_is_foreign_is_403_and_what_is_missing_404() {
    let world = a_world().await;
    let (kim, eve) = (world.client().await, world.client().await);
    let path = make(&world, &kim, "Lantern").await;

    for (path, status, code, detail) in [
        (
            path.as_str(),
            403,
            "not_your_item",
            "Not enough permissions",
        ),
        (MISSING, 404, "item_not_found", "Item not found"),
    ] {
        for reply in [
            world.get(&eve, path).await,
            world.put(&eve, path, &json!({"title": "Mine"})).await,
            world.delete(&eve, path).await,
        ] {
            reply.assert_problem(status, code);
            assert_eq!(reply.json()["detail"], detail);
            let challenge = reply.header("www-authenticate");
            assert_eq!(challenge.contains("insufficient_scope"), status == 403);
        }
    }
    assert_eq!(world.get(&kim, &path).await.json()["title"], "Lantern");
}

// F1r
#[actix_web::test]
async fn a_superuser_looks_after_everybodys_items() {
    let world = a_world().await;
    let (kim, root) = (world.client().await, world.superuser().await);
    let path = make(&world, &kim, "Lantern").await;

    let changed = world.put(&root, &path, &json!({"title": "Lamp"})).await;
    assert_eq!(changed.json()["owner_id"], kim.user.id.to_string());
    assert_eq!(world.get(&kim, &path).await.json()["title"], "Lamp");
    assert_eq!(world.delete(&root, &path).await.status, 200);
}

// F1r
#[actix_web::test]
async fn without_a_token_there_is_nothing() {
    let world = a_world().await;
    for (method, path) in [
        ("GET", "/items/"),
        ("POST", "/items/"),
        ("GET", MISSING),
        ("PUT", MISSING),
        ("DELETE", MISSING),
        ("GET", "/items/export/csv"),
    ] {
        let reply = world.send(to(method.parse().unwrap(), path)).await;
        reply.assert_problem(401, "not_authenticated");
    }
}

// F2r
#[actix_web::test]
async fn nobody_assigns_what_is_not_theirs_to_assign() {
    let world = a_world().await;
    let (kim, eve) = (world.client().await, world.client().await);
    let path = make(&world, &kim, "Lantern").await;
    let before = world.get(&kim, &path).await.json();
    let foreign = json!({
        "title": "Lantern",
        "id": "01935f4e-7c2a-7b10-8a55-3d2c1b0a9f8e",
        "owner_id": eve.user.id.to_string(),
        "created_at": "2000-01-01T00:00:00Z",
        "updated_at": "2000-01-01T00:00:00Z",
        "version": 99,
        "is_superuser": true,
        "is_active": false,
        "email_verified": true,
        "hashed_password": "x",
    });

    let made = world.post(&kim, "/items/", &foreign).await;
    assert_eq!(made.json()["owner_id"], kim.user.id.to_string());
    assert_ne!(made.json()["id"], foreign["id"]);
    assert_eq!(made.header("etag"), "\"1\"");
    let put = world.put(&kim, &path, &foreign).await;
    assert_eq!((put.status.as_u16(), put.json()), (200, before));
    assert_eq!(put.header("etag"), "\"1\"");
}
