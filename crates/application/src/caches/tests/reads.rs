//! What is read, how often, and for how long that counts.

use std::sync::Arc;
use std::time::Duration;

use domain::cache::{CacheKey, CacheScope};
use domain::ports::StorageError;
use domain::user::UserId;
use port_contracts::fixtures::an_id;
use tokio::task::JoinHandle;

use super::source::Source;
use super::world::{Instance, LIST, Shared, TTL, each_set_up};

const READERS: usize = 200;

/// Readers that all wait for one answer.
async fn read_at_once(
    instance: &Arc<Instance>,
    source: &Arc<Source>,
) -> Vec<JoinHandle<Result<u64, StorageError>>> {
    let read = |_| {
        let (instance, source) = (instance.clone(), source.clone());
        tokio::spawn(async move { instance.read(&source).await })
    };
    let readers = (0..READERS).map(read).collect();
    // On one thread, this lets each of them run until it waits.
    for _ in 0..READERS {
        tokio::task::yield_now().await;
    }
    readers
}

// I8
#[tokio::test]
async fn two_hundred_cold_reads_ask_the_database_once() {
    for instance in each_set_up() {
        let source = Source::slow();
        let readers = read_at_once(&instance, &source).await;
        source.was_read(1).await;
        source.open();
        for reader in readers {
            assert_eq!(reader.await.expect("a reader ends well"), Ok(0));
        }
        assert_eq!(source.reads(), 1);
    }
}

// I5, I8
#[tokio::test]
async fn without_a_cache_two_hundred_reads_at_once_ask_the_database_once() {
    let shared = Shared::new();
    shared.far.set_away(true);
    let (instance, source) = (shared.instance(), Source::slow());
    let readers = read_at_once(&instance, &source).await;
    source.was_read(1).await;
    source.open();
    for reader in readers {
        assert_eq!(reader.await.expect("a reader ends well"), Ok(0));
    }
    assert_eq!(source.reads(), 1);
}

// I8
#[tokio::test]
async fn an_error_reaches_everybody_and_is_not_kept() {
    for instance in each_set_up() {
        let source = Source::slow();
        source.set_away(true);
        let readers = read_at_once(&instance, &source).await;
        source.was_read(1).await;
        source.open();
        for reader in readers {
            assert!(reader.await.expect("a reader ends well").is_err());
        }
        assert_eq!(source.reads(), 1);
        source.set_away(false);
        assert_eq!(instance.read(&source).await, Ok(0));
    }
}

// I19
#[tokio::test]
async fn a_first_reader_that_goes_away_leaves_nobody_hanging() {
    for instance in each_set_up() {
        let source = Source::slow();
        let mut readers = read_at_once(&instance, &source).await;
        source.was_read(1).await;
        let first = readers.remove(0);
        first.abort();
        assert!(first.await.is_err_and(|ended| ended.is_cancelled()));
        source.open();
        for reader in readers {
            assert_eq!(reader.await.expect("a reader ends well"), Ok(0));
        }
        assert_eq!(source.reads(), 1);
        assert_eq!(instance.read(&source).await, Ok(0));
        assert_eq!(source.reads(), 1);
    }
}

// I19: a read that was cut off leaves neither a page nor a flight behind.
#[tokio::test]
async fn when_every_reader_goes_away_the_next_one_reads_anew() {
    for instance in each_set_up() {
        let source = Source::slow();
        for reader in read_at_once(&instance, &source).await {
            reader.abort();
            let _ = reader.await;
        }
        let change = instance.change(&source).await;
        source.open();
        assert_eq!(instance.read(&source).await, Ok(change));
        assert_eq!(source.reads(), 2);
    }
}

// C7, I8
#[tokio::test]
async fn an_unkept_page_is_read_once_for_those_who_wait_and_is_not_kept() {
    for instance in each_set_up() {
        let source = Source::slow();
        let read = || {
            let part = "page".to_owned();
            let page = || source.page();
            instance.replies.unkept_reply(LIST, part, page)
        };
        let open = async {
            source.was_read(1).await;
            source.open();
        };
        let (one, another, ()) = tokio::join!(read(), read(), open);
        assert!(one.is_ok() && one == another);
        assert_eq!(source.reads(), 1);
        assert!(read().await.is_ok());
        assert_eq!(source.reads(), 2);
    }
}

// I9: whoever comes after a change does not join a read from before it.
#[tokio::test]
async fn an_unkept_page_is_not_shared_over_a_change() {
    for instance in each_set_up() {
        let source = Source::slow();
        let read = || {
            let part = "page".to_owned();
            let page = || source.page();
            instance.replies.unkept_reply(LIST, part, page)
        };
        let afterwards = async {
            source.was_read(1).await;
            instance.change(&source).await;
            let open = async {
                source.was_read(2).await;
                source.open();
            };
            tokio::join!(read(), open).0
        };
        let (before, after) = tokio::join!(read(), afterwards);
        assert_ne!(
            before.expect("a page").body(),
            after.expect("a page").body()
        );
    }
}

// G8
#[tokio::test]
async fn a_page_is_read_once_for_as_long_as_nothing_changes() {
    for instance in each_set_up() {
        let source = Source::quick();
        for _ in 0..50 {
            assert_eq!(instance.read(&source).await, Ok(0));
        }
        assert_eq!(source.reads(), 1);
    }
}

/// How many rows there are, as the cache says.
async fn count(instance: &Instance, source: &Arc<Source>) -> Result<u64, StorageError> {
    instance.replies.count(LIST, || source.count()).await
}

#[tokio::test]
async fn rows_are_counted_once_for_each_state_of_the_list() {
    for instance in each_set_up() {
        let source = Source::quick();
        for changes in 0..3 {
            for _ in 0..5 {
                assert_eq!(count(&instance, &source).await, Ok(changes));
            }
            assert_eq!(u64::from(source.reads()), changes + 1);
            instance.change(&source).await;
        }
    }
}

// F1r: nobody is given another's page, nor another page.
#[tokio::test]
async fn lists_and_parts_do_not_share_pages() {
    for instance in each_set_up() {
        let sources = [(); 4].map(|()| Source::quick());
        let own = CacheScope::ItemsOf(UserId::from_uuid(an_id()));
        let places = [
            (LIST, "page"),
            (LIST, "page 2"),
            (own, "page"),
            (own, "page 2"),
        ];
        for (source, (scope, part)) in sources.iter().zip(places) {
            for _ in 0..2 {
                let page = instance.replies.reply(scope, part, || source.page()).await;
                assert!(page.is_ok());
            }
            assert_eq!(source.reads(), 1, "{scope} {part}");
        }
    }
}

#[tokio::test]
async fn with_a_time_to_live_of_zero_every_read_asks_the_database() {
    for instance in each_set_up() {
        let (source, replies) = (Source::quick(), instance.replies_for(Duration::ZERO));
        for reads in 1..4 {
            let page = replies.reply(LIST, "page", || source.page()).await;
            assert!(page.is_ok());
            assert_eq!(source.reads(), reads);
        }
    }
}

// I9
#[tokio::test]
async fn a_page_ends_with_its_time() {
    for instance in each_set_up() {
        let ttl = Duration::from_millis(200);
        let (source, replies) = (Source::quick(), instance.replies_for(ttl));
        for reads in 1..3 {
            for _ in 0..3 {
                let page = replies.reply(LIST, "page", || source.page()).await;
                assert!(page.is_ok());
                assert_eq!(source.reads(), reads);
            }
            tokio::time::sleep(ttl).await;
        }
    }
}

// I9: a page's time runs from before its read.
#[tokio::test]
async fn a_page_that_took_longer_than_its_time_is_not_kept() {
    for instance in each_set_up() {
        let source = Source::slow();
        let late = async {
            source.was_read(1).await;
            instance.clock.advance(TTL);
            source.open();
        };
        let (page, ()) = tokio::join!(instance.read(&source), late);
        assert_eq!(page, Ok(0));
        assert_eq!(instance.read(&source).await, Ok(0));
        assert_eq!(source.reads(), 2);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_read_anew_and_replaced() {
    for instance in each_set_up() {
        let source = Source::quick();
        assert_eq!(instance.read(&source).await, Ok(0));
        let version = instance.caches.cache.version(&LIST).await;
        let key = CacheKey {
            scope: LIST,
            version: version.expect("a cache").expect("a version"),
            part: "page".to_owned(),
        };
        let put = instance.caches.cache.put(&key, b"\x01nonsense", TTL).await;
        assert_eq!(put, Ok(()));
        for _ in 0..3 {
            assert_eq!(instance.read(&source).await, Ok(0));
            assert_eq!(source.reads(), 2);
        }
    }
}
