//! The list of accounts: its form, its pages, its search.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use port_contracts::fixtures::a_user;
use serde_json::json;

use super::super::stack::Reply;
use super::super::world::{PUBLIC_URL, a_world, to};

fn ids(page: &Reply) -> Vec<String> {
    let page = page.json();
    let users = page["data"].as_array().unwrap().iter();
    users
        .map(|user| user["id"].as_str().unwrap().to_owned())
        .collect()
}

#[actix_web::test]
async fn a_list_has_the_form_that_clients_of_the_template_know() {
    let world = a_world().await;
    let root = world.superuser().await;
    let list = world.get(&root, "/users/").await;

    assert_eq!(list.status, 200);
    let me = world.get(&root, "/users/me").await.text();
    assert_eq!(
        list.text(),
        format!("{{\"data\":[{me}],\"count\":1,\"next_cursor\":null}}")
    );
    assert_eq!(list.header("link"), "");
}

#[actix_web::test]
async fn pages_follow_one_another_and_keep_the_search() {
    let world = a_world().await;
    let root = world.superuser().await;
    for number in 0..5 {
        let user = a_user().with_email(&format!("k&m{number}@example.com"));
        world.client_who_is(user).await;
    }
    let mut seen = Vec::new();
    let mut next = Some("/api/v1/users/?limit=2&q=K%26M".to_owned());

    while let Some(path) = next {
        let page = world.ask(&root, TestRequest::with_uri(&path)).await;
        assert_eq!(page.json()["count"], 5);
        seen.extend(ids(&page));
        let link = page.header("link").strip_suffix(">; rel=\"next\"");
        let address = link.map(|link| link.strip_prefix('<').unwrap());
        next = address.map(|it| it.strip_prefix(PUBLIC_URL).unwrap().to_owned());
        assert_eq!(page.json()["next_cursor"].is_string(), next.is_some());
    }

    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 5);
}

#[actix_web::test]
async fn a_search_looks_at_addresses_and_names_without_case() {
    let world = a_world().await;
    let root = world.superuser().await;
    let kim = a_user()
        .with_email("kim@example.com")
        .with_username("Sparrow");
    let kim = world
        .client_who_is(kim.with_full_name("Ödön von Horváth"))
        .await;

    for text in ["KIM@", "sparr", "%C3%B6d%C3%B6n", "horv%C3%A1th", "+kim+"] {
        let found = world.get(&root, &format!("/users/?q={text}")).await;
        assert_eq!(ids(&found), [kim.user.id.to_string()], "{text}");
        assert_eq!(found.json()["count"], 1);
    }
    for text in ["%25", "_im", "nobody"] {
        let found = world.get(&root, &format!("/users/?q={text}")).await;
        assert_eq!(found.json()["data"], json!([]), "{text}");
    }
    assert_eq!(ids(&world.get(&root, "/users/?q=").await).len(), 2);
}

#[actix_web::test]
async fn a_list_that_the_client_has_is_not_sent_again() {
    let world = a_world().await;
    let (root, kim) = (world.superuser().await, world.client().await);
    let tag = world.get(&root, "/users/").await.header("etag").to_owned();
    let unless = |tag: &str| to(Method::GET, "/users/").insert_header(("if-none-match", tag));

    let same = world.ask(&root, unless(&tag)).await;
    assert_eq!((same.status.as_u16(), same.header("etag")), (304, &*tag));
    assert_eq!(same.body, b"");

    world
        .patch(&kim, "/users/me", &json!({"full_name": "Kim"}))
        .await;
    let changed = world.ask(&root, unless(&tag)).await;
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), tag);
}

// F5r
#[actix_web::test]
async fn a_parameter_that_is_out_of_range_is_422_and_named() {
    let world = a_world().await;
    let root = world.superuser().await;
    let long = format!("q={}", "k".repeat(256));
    for (query, broken) in [
        ("skip=-1", &["query.skip greater_than_equal"][..]),
        ("limit=1001", &["query.limit less_than_equal"]),
        ("limit=1000000000", &["query.limit less_than_equal"]),
        ("limit=NaN", &["query.limit int_parsing"]),
        ("cursor=elsewhere", &["query.cursor cursor"]),
        ("q=a%00", &["query.q control_character"]),
        (&long, &["query.q too_long"]),
        (
            "skip=x&limit=-1&q=%0A",
            &[
                "query.skip int_parsing",
                "query.limit greater_than_equal",
                "query.q control_character",
            ],
        ),
    ] {
        let reply = world.get(&root, &format!("/users/?{query}")).await;
        assert_eq!(reply.broken_fields(), broken, "{query}");
    }
    let none = world.get(&root, "/users/?limit=0").await.json();
    assert_eq!((&none["data"], &none["count"]), (&json!([]), &json!(1)));
}
