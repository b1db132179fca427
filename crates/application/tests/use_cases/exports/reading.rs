//! Fetching an export.

use std::time::Duration;

use domain::export::{Export, ExportState};
use port_contracts::fixtures::a_user;
use portico_application::UseCaseError;
use portico_application::exports::NoExport;
use portico_application::purge::{Leftover, Purge};

use super::somebody::{Reading, kim_who_asked, read, request};
use crate::world::a_world;

const NONE: Reading = Err(UseCaseError::Refused(NoExport));

#[tokio::test]
async fn there_is_none_that_nobody_asked_for() {
    let world = a_world().await;
    let (_, _) = kim_who_asked(&world).await;
    let lee = world.keep_user(a_user()).await;
    assert_eq!(read(&world, lee.id).await, NONE);
}

#[tokio::test]
async fn it_can_be_fetched_for_a_day_after_it_was_made() {
    let world = a_world().await;
    let (kim, _) = kim_who_asked(&world).await;
    world.wait(Duration::from_hours(3));
    world.deliver().await;
    world.wait_almost(Export::LIFETIME);
    let found = read(&world, kim.id).await.expect("an export");
    assert_eq!(found.export.state, ExportState::Ready);
    assert!(found.document.is_some());
    world.wait(Duration::from_micros(1));
    assert_eq!(read(&world, kim.id).await, NONE);
}

#[tokio::test]
async fn what_can_be_fetched_no_more_is_removed() {
    let world = a_world().await;
    let (_, _) = kim_who_asked(&world).await;
    world.deliver().await;
    let lee = world.keep_user(a_user()).await;
    world.wait(Duration::from_hours(1));
    request(&world, lee.id).await.expect("an export");
    world.wait(Duration::from_hours(23));
    let purged = Purge::new(&world.ports).execute(Leftover::Exports).await;
    // The export and its one part.
    assert_eq!(purged, Ok(2));
    assert!(read(&world, lee.id).await.is_ok());
}

// H4: before it leaves. Looking how far it has come is nothing to write down.
#[tokio::test]
async fn fetching_it_is_audited() {
    let world = a_world().await;
    let (kim, _) = kim_who_asked(&world).await;
    read(&world, kim.id).await.expect("an export");
    assert_eq!(world.tables.last_audit().await, "export.requested success");
    world.deliver().await;
    read(&world, kim.id).await.expect("an export");
    assert_eq!(world.tables.last_audit().await, "export.fetched success");
}
