//! A change on one instance, seen by another (I9).

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::ports::{LocalCache, UNTOLD_VERSION_TTL};

use super::source::Source;
use super::world::{Instance, LIST, Shared};

/// How much longer than its bound a machine that is busy may take: still far less than a page lives.
const SLACK: Duration = Duration::from_secs(3);

/// Reads until a page says this; gives how long that took.
async fn time_to_see(instance: &Instance, source: &Arc<Source>, change: u64) -> Duration {
    let start = Instant::now();
    while instance.read(source).await != Ok(change) {
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "it is never seen"
        );
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    start.elapsed()
}

/// Two instances that both know the page of a list that never changed.
async fn two_that_know_a_page() -> (Shared, [Arc<Instance>; 2], Arc<Source>) {
    let (shared, source) = (Shared::new(), Source::quick());
    let instances = [shared.instance(), shared.instance()];
    for instance in &instances {
        assert_eq!(instance.read(&source).await, Ok(0));
    }
    (shared, instances, source)
}

// I8: instances use each other's pages.
#[tokio::test]
async fn what_one_instance_has_read_another_need_not_read() {
    let (_shared, _instances, source) = two_that_know_a_page().await;
    assert_eq!(source.reads(), 1);
}

// I9
#[tokio::test]
async fn another_instance_sees_a_change_once_it_has_heard_of_it() {
    let (_shared, [one, other], source) = two_that_know_a_page().await;
    other.listen().await;
    let change = one.change(&source).await;
    assert_eq!(one.read(&source).await, Ok(change));
    assert!(time_to_see(&other, &source, change).await < SLACK);
}

// I9: without the push, a version counts for a second.
#[tokio::test]
async fn an_instance_that_hears_nothing_sees_a_change_within_a_second() {
    let (_shared, [one, other], source) = two_that_know_a_page().await;
    other.near.push_lost();
    let change = one.change(&source).await;
    let took = time_to_see(&other, &source, change).await;
    assert!(took < UNTOLD_VERSION_TTL + SLACK, "{took:?}");
}

// I9: nothing that was missed counts when the push is back.
#[tokio::test]
async fn an_instance_that_hears_again_sees_a_change_that_it_missed() {
    let (_shared, [one, other], source) = two_that_know_a_page().await;
    let change = one.change(&source).await;
    assert_eq!(other.read(&source).await, Ok(0));
    other.near.push_restored();
    assert_eq!(other.read(&source).await, Ok(change));
}

// I9: a page does not begin its time anew by going from one tier to the other.
#[tokio::test]
async fn a_page_that_comes_from_afar_keeps_its_time() {
    let (shared, source) = (Shared::new(), Source::quick());
    let ttl = Duration::from_secs(2);
    let [one, other] = [shared.instance(), shared.instance()].map(|it| it.replies_for(ttl));
    assert!(one.reply(LIST, "page", || source.page()).await.is_ok());
    tokio::time::sleep(ttl * 2 / 3).await;
    assert!(other.reply(LIST, "page", || source.page()).await.is_ok());
    assert_eq!(source.reads(), 1);
    tokio::time::sleep(ttl / 3).await;
    assert!(other.reply(LIST, "page", || source.page()).await.is_ok());
    assert_eq!(source.reads(), 2);
}

// I5: what is known stays known, what is new is read, and whoever changes a list sees the change.
#[tokio::test]
async fn without_the_far_cache_an_instance_goes_on_alone() {
    let (shared, [one, _other], source) = two_that_know_a_page().await;
    shared.far.set_away(true);
    assert_eq!(one.read(&source).await, Ok(0));
    assert_eq!(source.reads(), 1);
    for _ in 0..3 {
        let change = one.change(&source).await;
        assert_eq!(one.read(&source).await, Ok(change));
        assert_eq!(one.read(&source).await, Ok(change));
    }
    assert_eq!(source.reads(), 4);
}

// I5: an instance that knows no version asks the database each time.
#[tokio::test]
async fn without_any_version_nothing_is_kept() {
    let (shared, [one, other], source) = two_that_know_a_page().await;
    shared.far.set_away(true);
    other.near.push_lost();
    for reads in 2..5 {
        assert!(other.read(&source).await.is_ok());
        assert_eq!(source.reads(), reads);
    }
    // So that a change that it cannot hear of is seen all the same.
    let change = one.change(&source).await;
    assert_eq!(other.read(&source).await, Ok(change));
}

// I5
#[tokio::test]
async fn a_far_cache_that_is_back_is_used_again() {
    let (shared, [one, other], source) = two_that_know_a_page().await;
    shared.far.set_away(true);
    one.near.push_lost();
    other.near.push_lost();
    shared.far.set_away(false);
    one.near.push_restored();
    other.near.push_restored();
    let change = one.change(&source).await;
    let reads = source.reads();
    for instance in [&one, &other] {
        assert_eq!(instance.read(&source).await, Ok(change));
    }
    assert_eq!(source.reads(), reads + 1);
}
