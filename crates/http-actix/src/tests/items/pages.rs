//! The list: its form, its pages, and what of it is cached.

use std::collections::BTreeSet;
use std::time::Duration;

use actix_web::http::Method;
use actix_web::test::TestRequest;
use domain::timestamp::Timestamp;
use port_contracts::fixtures::{A_MOMENT, an_item_of};
use serde_json::{Value, json};

use super::super::stack::Reply;
use super::super::world::{Client, PUBLIC_URL, World, a_world, to};
use super::make;

fn titles(page: &Reply) -> Vec<String> {
    let page = page.json();
    let items = page["data"].as_array().unwrap().iter();
    items
        .map(|item| item["title"].as_str().unwrap().to_owned())
        .collect()
}

/// Makes so many items, a microsecond apart, some at the same moment.
async fn make_many(world: &World, client: &Client, count: u32) {
    let items: Vec<_> = (0..count)
        .map(|number| {
            let at = A_MOMENT.unix_micros() + i64::from(number / 3);
            let item = an_item_of(&client.user).titled(&format!("Item {number:04}"));
            item.made_at(Timestamp::from_unix_micros(at)).build()
        })
        .collect();
    world.keep(&items).await;
}

/// Where a page says that the list goes on.
fn next_of(page: &Reply) -> Option<String> {
    let link = page.header("link");
    let address = link.strip_prefix('<')?.strip_suffix(">; rel=\"next\"")?;
    Some(address.strip_prefix(PUBLIC_URL).unwrap().to_owned())
}

async fn follow(world: &World, client: &Client, path: &str) -> Reply {
    world.ask(client, TestRequest::with_uri(path)).await
}

#[actix_web::test]
async fn a_list_has_the_form_that_clients_of_the_template_know() {
    let world = a_world().await;
    let kim = world.client().await;
    make(&world, &kim, "Lantern").await;
    let list = world.get(&kim, "/items/").await;

    assert_eq!(list.header("content-type"), "application/json");
    let item = &list.json()["data"][0];
    let members: Vec<&String> = item.as_object().unwrap().keys().collect();
    assert_eq!(members.len(), 5);
    assert!(
        list.text()
            .starts_with(r#"{"data":[{"title":"Lantern","description":null,"id":""#)
    );
    assert!(
        list.text()
            .ends_with(r#""}],"count":1,"next_cursor":null}"#)
    );
    assert_eq!(list.header("link"), "");
}

#[actix_web::test]
async fn everybody_sees_their_own_and_a_superuser_everything() {
    let world = a_world().await;
    let (kim, eve, root) = (
        world.client().await,
        world.client().await,
        world.superuser().await,
    );
    for (client, title) in [(&kim, "Kim's"), (&eve, "Eve's"), (&root, "Root's")] {
        make(&world, client, title).await;
        world.clock.advance(Duration::from_secs(1));
    }

    assert_eq!(titles(&world.get(&kim, "/items/").await), ["Kim's"]);
    let all = world.get(&root, "/items/").await;
    assert_eq!(titles(&all), ["Root's", "Eve's", "Kim's"]);
    assert_eq!(all.json()["count"], 3);
}

#[actix_web::test]
async fn skip_and_limit_choose_a_page_and_the_count_is_of_all() {
    let world = a_world().await;
    let kim = world.client().await;
    make_many(&world, &kim, 9).await;

    for (query, rows) in [
        ("?limit=2", 2),
        ("?skip=7&limit=5", 2),
        ("?skip=9", 0),
        ("?skip=2147483647", 0),
        ("?limit=0", 0),
        ("?limit=1000", 9),
        ("?skip=+1&limit=2.0", 2),
        ("?skip=%2B1", 8),
        ("?limit=1&limit=3", 3),
        ("?unknown=1&skip=8", 1),
    ] {
        let page = world.get(&kim, &format!("/items/{query}")).await;
        assert_eq!(page.status, 200, "{query}");
        assert_eq!(titles(&page).len(), rows, "{query}");
        assert_eq!(page.json()["count"], 9, "{query}");
    }
    let second = world.get(&kim, "/items/?skip=3&limit=3").await;
    let mut second = titles(&second);
    second.sort_unstable();
    assert_eq!(second, ["Item 0003", "Item 0004", "Item 0005"]);
}

// F5r
#[actix_web::test]
async fn the_links_walk_every_page_once_while_rows_are_added() {
    let world = a_world().await;
    let kim = world.client().await;
    make_many(&world, &kim, 25).await;
    world.clock.advance(Duration::from_secs(1));
    let mut seen = Vec::new();
    let mut next = Some("/api/v1/items/?limit=4".to_owned());
    while let Some(path) = next {
        let page = follow(&world, &kim, &path).await;
        seen.extend(titles(&page));
        next = next_of(&page);
        let cursor = page.json()["next_cursor"].clone();
        assert_eq!(next.is_some(), cursor.is_string());
        if let (Some(next), Value::String(cursor)) = (&next, cursor) {
            assert_eq!(*next, format!("/api/v1/items/?cursor={cursor}&limit=4"));
        }
        make(&world, &kim, "Meanwhile").await;
    }

    assert_eq!(seen.len(), 25);
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 25);
    assert!(seen.iter().all(|title| title != "Meanwhile"));
}

#[actix_web::test]
async fn a_cursor_wins_over_skip() {
    let world = a_world().await;
    let kim = world.client().await;
    make_many(&world, &kim, 6).await;
    let first = world.get(&kim, "/items/?limit=3").await.json();
    let cursor = first["next_cursor"].as_str().unwrap();

    let with = world
        .get(&kim, &format!("/items/?cursor={cursor}&skip=2"))
        .await;
    let without = world.get(&kim, &format!("/items/?cursor={cursor}")).await;

    assert_eq!(titles(&with), titles(&without));
    assert_eq!(titles(&without).len(), 3);
}

// F11r
#[actix_web::test]
async fn a_link_starts_with_the_public_address_whatever_host_is_asked() {
    let world = a_world().await;
    let kim = world.client().await;
    make_many(&world, &kim, 2).await;
    let request = to(Method::GET, "/items?limit=1")
        .insert_header(("host", "evil.example"))
        .insert_header(("x-forwarded-host", "evil.example"));

    let page = world.ask(&kim, request).await;

    assert!(
        next_of(&page)
            .unwrap()
            .starts_with("/api/v1/items/?cursor=")
    );
}

// I9
#[actix_web::test]
async fn what_a_client_changed_is_in_the_next_list_of_everybody_who_sees_it() {
    let world = a_world().await;
    let (kim, root) = (world.client().await, world.superuser().await);
    let path = make(&world, &kim, "Item").await;
    for round in 0..50 {
        let title = format!("Item {round}");
        world.put(&kim, &path, &json!({"title": title})).await;
        for reader in [&kim, &root] {
            assert_eq!(titles(&world.get(reader, "/items/").await), [&*title]);
        }
    }
}
