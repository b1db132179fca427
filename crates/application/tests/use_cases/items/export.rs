//! All items of a reader, batch by batch (F12r).

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::time::Duration;

use domain::item::{Item, ItemScope};
use domain::request_origin::RequestOrigin;
use domain::user::User;
use port_contracts::fixtures::an_item_of;
use portico_application::UseCaseError;
use portico_application::items::ItemExport;

use super::{Shelf, a_shelf};

async fn keep(shelf: &Shelf, owner: &User, count: usize) {
    let mut unit = shelf
        .world
        .ports
        .storage
        .units
        .begin()
        .await
        .expect("a unit");
    for _ in 0..count {
        let item = an_item_of(owner).build();
        let inserted = unit.items().insert(&item).await;
        inserted.expect("an item");
    }
    unit.commit().await.expect("a commit");
}

async fn begin(shelf: &Shelf, reader: &User) -> Result<ItemExport, UseCaseError<Infallible>> {
    let nowhere = RequestOrigin::default();
    shelf.items.export.execute(reader, &nowhere).await
}

/// The batches of a whole export.
async fn export(shelf: &Shelf, reader: &User) -> Vec<Vec<Item>> {
    let mut export = begin(shelf, reader).await.expect("an export");
    assert_eq!(export.scope(), ItemScope::of(reader));
    let mut batches = Vec::new();
    while let Some(batch) = export.next_batch().await.expect("a batch") {
        batches.push(batch);
    }
    batches
}

#[tokio::test]
async fn everything_is_given_once_in_batches_of_500() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    keep(&shelf, &kim, 1_001).await;

    let batches = export(&shelf, &kim).await;

    let sizes: Vec<_> = batches.iter().map(Vec::len).collect();
    assert_eq!(sizes, [500, 500, 1]);
    let ids: BTreeSet<_> = batches.concat().iter().map(|item| item.id).collect();
    assert_eq!(ids.len(), 1_001);
}

#[tokio::test]
async fn nobody_gets_what_they_may_not_see() {
    let shelf = a_shelf().await;
    let (kim, eve, root) = (
        shelf.somebody().await,
        shelf.somebody().await,
        shelf.superuser().await,
    );
    keep(&shelf, &kim, 2).await;
    keep(&shelf, &eve, 3).await;
    assert_eq!(export(&shelf, &kim).await.concat().len(), 2);
    assert_eq!(export(&shelf, &root).await.concat().len(), 5);
    assert!(
        export(&shelf, &shelf.somebody().await)
            .await
            .concat()
            .is_empty()
    );
}

// H4
#[tokio::test]
async fn an_export_is_audited_before_anything_leaves() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    begin(&shelf, &kim).await.expect("an export");
    assert_eq!(
        shelf.world.tables.last_audit().await,
        "items.exported success"
    );

    shelf.world.faults.fail_at(3);
    assert!(begin(&shelf, &kim).await.is_err());
    shelf.world.faults.heal();
    assert_eq!(shelf.world.tables.audit().await.len(), 1);
}

// I7: between two batches no connection and no transaction is held.
#[tokio::test]
async fn a_slow_client_holds_nothing_and_sees_what_there_was() {
    let shelf = a_shelf().await;
    let kim = shelf.somebody().await;
    keep(&shelf, &kim, 501).await;
    let mut export = begin(&shelf, &kim).await.expect("an export");
    let first = export.next_batch().await.expect("a batch");
    assert_eq!(first.map(|batch| batch.len()), Some(500));
    assert_eq!(shelf.world.faults.open_units(), 0);

    shelf.world.clock.advance(Duration::from_secs(1));
    shelf.create(&kim, "Meanwhile").await;

    let last = export.next_batch().await.expect("a batch");
    assert_eq!(last.map(|batch| batch.len()), Some(1));
    assert_eq!(export.next_batch().await, Ok(None));
}
