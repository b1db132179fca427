//! Documents of several parts: nobody holds all of one, and nobody is shown half of one.

use domain::export::{Export, ExportState};
use domain::job::JobOutcome;
use domain::user::{User, UserId};
use port_contracts::fixtures::an_item_of;
use portico_application::exports::ExportDocument;
use serde_json::Value;

use super::somebody::{document_of, give_up, json, kim_who_asked, open, read, request, the_job};
use crate::world::{World, a_world};

const ITEMS: usize = 1_200;

/// Kim, who has asked for an export of some 800 KB, which are four parts.
async fn kim_who_asked_for_much(world: &World) -> (User, Export) {
    let (kim, export) = kim_who_asked(world).await;
    let mut unit = world.ports.storage.units.begin().await.expect("a unit");
    for _ in 0..ITEMS {
        let item = an_item_of(&kim)
            .titled(&"t".repeat(250))
            .described(&"d".repeat(250));
        unit.items().insert(&item.build()).await.expect("an item");
    }
    unit.commit().await.expect("a commit");
    (kim, export)
}

async fn document(world: &World, user: UserId) -> ExportDocument {
    let found = open(world, user).await.expect("an export");
    found.document.expect("a document")
}

fn items_of(data: &Value) -> Option<usize> {
    data["items"].as_array().map(Vec::len)
}

async fn parts(world: &World) -> usize {
    world.tables.count("export_parts").await
}

async fn assert_whole(world: &World, user: UserId) {
    let data = json(&document_of(world, user).await);
    assert_eq!(items_of(&data), Some(ITEMS));
    let parts = parts(world).await;
    let export = read(world, user).await.expect("an export").export;
    assert_eq!(usize::try_from(export.parts), Ok(parts));
    assert_eq!(parts, 4);
}

#[tokio::test]
async fn a_large_document_is_stored_and_read_part_by_part() {
    let world = a_world().await;
    let (kim, _) = kim_who_asked_for_much(&world).await;
    world.deliver().await;
    assert_whole(&world, kim.id).await;
    let mut document = document(&world, kim.id).await;
    let mut lengths = Vec::new();
    loop {
        world.faults.heal();
        let part = document.next_part().await.expect("a part");
        // The first was read before the reply began.
        let asked = u32::from(!lengths.is_empty() && part.is_some());
        assert_eq!(world.faults.calls(), asked);
        let Some(part) = part else { break };
        lengths.push(part.len());
    }
    assert_eq!(lengths[..3], [256 * 1024; 3]);
    assert!(lengths[3] <= 256 * 1024, "{lengths:?}");
}

// H3
#[tokio::test]
async fn nothing_of_it_lies_in_clear() {
    let world = a_world().await;
    let (_, _) = kim_who_asked_for_much(&world).await;
    world.deliver().await;
    let rows = world.tables.rows("export_parts").await.concat();
    assert!(rows.len() > 1_000_000);
    // As bytes are written in hexadecimal.
    for clear in ["74747474", "61636365737"] {
        assert!(!rows.contains(clear), "{clear}");
    }
}

// I3: wherever storage fails, nothing half-made is shown, and the next try makes it whole.
#[tokio::test]
async fn whatever_fails_shows_nothing_that_is_not_whole() {
    let world = a_world().await;
    let (kim, _) = kim_who_asked_for_much(&world).await;
    let job = the_job(&world).await;
    for call in 1.. {
        world.faults.fail_at(call);
        let outcome = world.runner.attempt(&job).await;
        world.faults.heal();
        if outcome == JobOutcome::Succeeded {
            assert!(call > 30, "{call}");
            break;
        }
        assert!(matches!(outcome, JobOutcome::Retry { .. }), "{outcome:?}");
        let found = read(&world, kim.id).await.expect("an export");
        assert_ne!(found.export.state, ExportState::Ready, "{call}");
        assert_eq!(found.document, None, "{call}");
    }
    assert_whole(&world, kim.id).await;
}

// I4: a lease that was lost without anybody noticing.
#[tokio::test]
async fn two_workers_with_one_job_do_not_mix_their_parts() {
    let world = a_world().await;
    let (kim, _) = kim_who_asked_for_much(&world).await;
    let job = the_job(&world).await;
    let attempt = || world.runner.attempt(&job);
    let outcomes = tokio::join!(attempt(), attempt(), attempt());
    let done = JobOutcome::Succeeded;
    assert_eq!(outcomes, (done.clone(), done.clone(), done));
    assert_whole(&world, kim.id).await;
}

#[tokio::test]
async fn what_a_failed_try_has_left_goes() {
    let world = a_world().await;
    let (_, _) = kim_who_asked_for_much(&world).await;
    let job = the_job(&world).await;
    let mut call = 0;
    while parts(&world).await < 2 {
        call += 1;
        world.faults.fail_at(call);
        world.runner.attempt(&job).await;
        world.faults.heal();
    }
    assert!(give_up(&world, &job).await);
    assert_eq!(parts(&world).await, 0);
}

// A reader of the old one is cut off, and gets no part of the new one under the old id.
#[tokio::test]
async fn a_document_that_is_replaced_while_it_is_read_breaks_off() {
    let world = a_world().await;
    let (kim, first) = kim_who_asked_for_much(&world).await;
    world.deliver().await;
    let mut document = document(&world, kim.id).await;
    assert!(matches!(document.next_part().await, Ok(Some(_))));
    let second = request(&world, kim.id).await.expect("an export");
    assert_ne!(second.id, first.id);
    assert!(document.next_part().await.is_err());
    let found = read(&world, kim.id).await.expect("an export");
    assert_eq!((found.export, found.document), (second, None));
    world.deliver().await;
    assert!(document.next_part().await.is_err());
    assert_whole(&world, kim.id).await;
}

// What is ready is never shown without its document.
#[tokio::test]
async fn a_ready_export_without_its_document_is_a_failure() {
    let world = a_world().await;
    let (kim, _) = kim_who_asked_for_much(&world).await;
    world.deliver().await;
    world.tables.execute("DELETE FROM export_parts").await;
    assert!(open(&world, kim.id).await.is_err());
}

// Personal data must not outlive its day because somebody switched the purge off.
#[tokio::test]
async fn it_is_removed_after_its_day_without_any_schedule() {
    let world = a_world().await;
    let (_, _) = kim_who_asked_for_much(&world).await;
    world.deliver().await;
    world.wait_almost(Export::LIFETIME);
    assert_eq!(world.deliver().await, []);
    world.wait(std::time::Duration::from_micros(1));
    assert_eq!(world.deliver().await, [JobOutcome::Succeeded]);
    assert_eq!(parts(&world).await, 0);
    assert_eq!(world.tables.count("exports").await, 0);
}
