//! Whoever changed a list reads the change (I9).

use std::sync::Arc;

use domain::ports::LocalCache;

use super::source::Source;
use super::world::{Instance, LIST, Shared, each_set_up};

const ROUNDS: usize = 2_000;

// I9
#[tokio::test]
async fn every_change_is_seen_by_the_next_read() {
    for instance in each_set_up() {
        let source = Source::quick();
        for _ in 0..ROUNDS {
            let change = instance.change(&source).await;
            assert_eq!(instance.read(&source).await, Ok(change));
        }
    }
}

/// Reads, changes the list while that read is on its way, and gives what a read after the change says.
async fn read_after_an_overtaken_read(instance: &Instance) -> (u64, u64) {
    let source = Source::slow();
    let overtaking = async {
        source.was_read(1).await;
        let change = instance.change(&source).await;
        source.open();
        change
    };
    let (overtaken, change) = tokio::join!(instance.read(&source), overtaking);
    assert_eq!(overtaken, Ok(0));
    (instance.read(&source).await.expect("a page"), change)
}

// I9: a page that was read before a change is not given after it, however late it is kept.
#[tokio::test]
async fn a_late_page_is_not_given_after_a_change() {
    for instance in each_set_up() {
        let (after, change) = read_after_an_overtaken_read(&instance).await;
        assert_eq!(after, change);
    }
}

// I9, I5
#[tokio::test]
async fn a_late_page_is_not_given_after_a_change_while_the_far_cache_is_away() {
    let shared = Shared::new();
    shared.far.set_away(true);
    let (after, change) = read_after_an_overtaken_read(&shared.instance()).await;
    assert_eq!(after, change);
}

/// Changes the list while a read is on its way, reads again before that read ends, and gives what that says.
async fn read_beside_an_overtaken_read(instance: &Instance) -> (u64, u64) {
    let source = Source::slow();
    let afterwards = async {
        source.was_read(1).await;
        let change = instance.change(&source).await;
        let open = async {
            source.was_read(2).await;
            source.open();
        };
        let (page, ()) = tokio::join!(instance.read(&source), open);
        (page.expect("a page"), change)
    };
    tokio::join!(instance.read(&source), afterwards).1
}

// I9, I8: whoever comes after a change does not join a read from before it.
#[tokio::test]
async fn a_read_after_a_change_does_not_share_a_read_from_before_it() {
    for instance in each_set_up() {
        let (after, change) = read_beside_an_overtaken_read(&instance).await;
        assert_eq!(after, change);
    }
}

// I9, I5
#[tokio::test]
async fn nor_does_it_while_the_far_cache_is_away() {
    let shared = Shared::new();
    shared.far.set_away(true);
    let (after, change) = read_beside_an_overtaken_read(&shared.instance()).await;
    assert_eq!(after, change);
}

/// Changes the list and reads it, again and again, beside others who do the same.
async fn change_and_read(instance: Arc<Instance>, source: Arc<Source>) {
    for _ in 0..ROUNDS / 4 {
        let change = instance.change(&source).await;
        let seen = instance.read(&source).await.expect("a page");
        assert!(seen >= change, "{seen} is older than {change}");
    }
}

// I9
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn racing_writers_each_see_their_own_change() {
    for instance in each_set_up() {
        instance.listen().await;
        let source = Source::quick();
        let writers: Vec<_> = (0..4)
            .map(|_| tokio::spawn(change_and_read(instance.clone(), source.clone())))
            .collect();
        for writer in writers {
            writer.await.expect("a writer ends well");
        }
    }
}

// I9: two change a list at once, and the far cache hears last of the one who was first. What was read between the two
// must not come back.
#[tokio::test]
async fn a_renewal_that_comes_late_brings_no_old_page_back() {
    let (shared, source) = (Shared::new(), Source::quick());
    let [late, quick] = [shared.instance(), shared.instance()];
    assert_eq!(quick.read(&source).await, Ok(0));
    shared.far.set_slow(true);
    let first = tokio::spawn({
        let (late, source) = (late.clone(), source.clone());
        async move { late.change(&source).await }
    });
    tokio::task::yield_now().await;
    shared.far.set_slow(false);
    assert!(late.read(&source).await.is_ok());
    let second = quick.change(&source).await;
    shared.far.open();
    assert_eq!(first.await.expect("a writer ends well"), second - 1);
    for instance in [&late, &quick] {
        // As the news would have it.
        instance.near.forget(&LIST);
        assert_eq!(instance.read(&source).await, Ok(second));
    }
}
