//! The CSV export (F12r).

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use actix_web::body::{MessageBody, to_bytes};
use async_trait::async_trait;
use domain::item::{GuardedItem, Item, ItemId, ItemScope};
use domain::page::{Page, PageRequest};
use domain::ports::{ItemQueries, StorageError};
use domain::timestamp::Timestamp;
use port_contracts::fixtures::{A_MOMENT, an_item_of};
use serde_json::json;

use super::super::world::{Client, World, a_world, a_world_with};
use super::make;

const EXPORT: &str = "/items/export/csv";

#[actix_web::test]
async fn the_file_has_the_form_that_people_of_the_template_know() {
    let world = a_world().await;
    let (kim, eve) = (world.client().await, world.client().await);
    let body = json!({"title": "A \"big\" one, red", "description": "For the cellar"});
    let made = world.post(&kim, "/items/", &body).await.json();
    make(&world, &eve, "Eve's").await;

    let file = world.get(&kim, EXPORT).await;

    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    let name = file.header("content-disposition");
    assert_eq!(name, "attachment; filename=my_items.csv");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    let (id, owner) = (made["id"].as_str().unwrap(), kim.user.id);
    assert_eq!(
        file.text(),
        format!(
            "id,title,description,owner_id\r\n\
             {id},\"A \"\"big\"\" one, red\",For the cellar,{owner}\r\n"
        )
    );
}

#[actix_web::test]
async fn a_superuser_gets_everybodys_items() {
    let world = a_world().await;
    let (kim, root) = (world.client().await, world.superuser().await);
    make(&world, &kim, "Kim's").await;
    make(&world, &root, "Root's").await;

    let file = world.get(&root, EXPORT).await;

    let name = file.header("content-disposition");
    assert_eq!(name, "attachment; filename=all_items.csv");
    assert_eq!(file.text().lines().count(), 3);
}

// F12r
#[actix_web::test]
async fn no_spreadsheet_computes_anything() {
    let world = a_world().await;
    let kim = world.client().await;
    for sign in ["=", "+", "-", "@", "＝", "＋", "－", "＠"] {
        let text = format!("{sign}HYPERLINK(\"x\")");
        let body = json!({"title": text, "description": text});
        assert_eq!(world.post(&kim, "/items/", &body).await.status, 200);
    }

    let file = world.get(&kim, EXPORT).await.text();

    for line in file.lines().skip(1) {
        let (_, texts) = line.split_once(',').unwrap();
        assert!(texts.starts_with("\"'"), "{line}");
        assert!(texts.contains(",\"'"), "{line}");
    }
}

#[actix_web::test]
async fn an_export_without_items_is_its_heading() {
    let world = a_world().await;
    let kim = world.client().await;
    let file = world.get(&kim, EXPORT).await;
    assert_eq!(file.text(), "id,title,description,owner_id\r\n");
}

async fn make_many(world: &World, client: &Client, count: i64) {
    let items: Vec<_> = (0..count)
        .map(|number| {
            let at = Timestamp::from_unix_micros(A_MOMENT.unix_micros() - number / 2);
            an_item_of(&client.user).made_at(at).build()
        })
        .collect();
    world.keep(&items).await;
}

// P8
#[actix_web::test]
async fn many_batches_are_one_file() {
    let world = a_world().await;
    let kim = world.client().await;
    make_many(&world, &kim, 1_203).await;

    let file = world.get(&kim, EXPORT).await.text();

    let mut ids: Vec<_> = file
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
        .collect();
    assert_eq!(ids.len(), 1_203);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 1_203);
}

/// Reads items until it has given so many pages.
struct Breaking {
    inner: Arc<dyn ItemQueries>,
    left: AtomicU32,
}

#[async_trait]
impl ItemQueries for Breaking {
    async fn find(&self, id: ItemId) -> Result<Option<GuardedItem>, StorageError> {
        self.inner.find(id).await
    }

    async fn page(
        &self,
        scope: ItemScope,
        request: &PageRequest,
    ) -> Result<Page<Item>, StorageError> {
        let left = self.left.load(Ordering::SeqCst);
        self.left.store(left.saturating_sub(1), Ordering::SeqCst);
        if left == 0 {
            return Err(StorageError::Unavailable("the line is cut".to_owned()));
        }
        self.inner.page(scope, request).await
    }

    async fn count(&self, scope: ItemScope) -> Result<u64, StorageError> {
        self.inner.count(scope).await
    }
}

async fn a_world_that_breaks_after(pages: u32) -> World {
    a_world_with(|ports| {
        ports.storage.items = Arc::new(Breaking {
            inner: ports.storage.items.clone(),
            left: AtomicU32::new(pages),
        });
    })
    .await
}

// I6
#[actix_web::test]
async fn an_outage_before_the_first_line_is_told() {
    let world = a_world_that_breaks_after(0).await;
    let kim = world.client().await;
    let reply = world.get(&kim, EXPORT).await;
    reply.assert_problem(503, "service_unavailable");
}

#[actix_web::test]
async fn an_outage_on_the_way_never_looks_like_the_end() {
    let world = a_world_that_breaks_after(1).await;
    let kim = world.client().await;
    make_many(&world, &kim, 501).await;

    let body = world.body_of(&kim, EXPORT).await;

    assert!(matches!(body.size(), actix_web::body::BodySize::Stream));
    assert!(to_bytes(body).await.is_err());
}
