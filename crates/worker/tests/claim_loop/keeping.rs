//! Copies of sessions and of lists follow the news of other instances (section 2.8, I9).

use std::sync::Arc;
use std::time::Duration;

use application::caches::CacheKeeper;
use domain::cache::{CacheScope, CacheVersion};
use domain::ports::{Cache, Invalidation, InvalidationChannel};
use domain::session::SessionId;
use domain::user::UserId;
use infra_memory::MemoryCache;
use port_contracts::fixtures::an_id;

use super::world::{CutNews, Told, ToldCache, a_world};

const MOMENT: Duration = Duration::from_millis(1);

async fn tell(channel: &CutNews, news: Invalidation) {
    channel.publish(news).await.expect("nothing can fail");
    tokio::time::sleep(MOMENT).await;
}

// Section 2.8
#[tokio::test(start_paused = true)]
async fn what_others_changed_is_forgotten() {
    let (channel, cache) = (Arc::<CutNews>::default(), Arc::<ToldCache>::default());
    let _keeping = a_world().start_keeping(&channel, &cache);
    tokio::time::sleep(MOMENT).await;
    let session = SessionId::from_uuid(an_id());
    let user = UserId::from_uuid(an_id());
    tell(&channel, Invalidation::Session(session)).await;
    tell(&channel, Invalidation::User(user)).await;
    assert_eq!(
        cache.was_told(),
        [
            Told::PushIsBack,
            Told::Forget(session),
            Told::ForgetUser(user)
        ]
    );
}

// Section 2.8
#[tokio::test(start_paused = true)]
async fn lost_news_are_listened_to_anew() {
    let (channel, cache) = (Arc::<CutNews>::default(), Arc::<ToldCache>::default());
    let _keeping = a_world().start_keeping(&channel, &cache);
    tokio::time::sleep(MOMENT).await;
    cache.was_told();
    channel.cut();
    tokio::time::sleep(MOMENT).await;
    assert_eq!(cache.was_told(), [Told::PushIsLost]);
    tokio::time::sleep(Duration::from_hours(1)).await;
    assert!(!cache.was_told().contains(&Told::PushIsBack));
    channel.mend();
    tokio::time::sleep(CacheKeeper::RETRY_AFTER).await;
    assert_eq!(cache.was_told(), [Told::PushIsBack]);
    let session = SessionId::from_uuid(an_id());
    tell(&channel, Invalidation::Session(session)).await;
    assert_eq!(cache.was_told(), [Told::Forget(session)]);
}

/// Opens a list; whether its version still stands is how to tell whether it was forgotten.
async fn open_list(lists: &MemoryCache, scope: CacheScope) {
    let fresh = CacheVersion::from_uuid(an_id());
    let claimed = lists.claim_version(&scope, fresh).await;
    assert_eq!(claimed, Ok(fresh));
}

async fn is_known(lists: &MemoryCache, scope: CacheScope) -> bool {
    lists.version(&scope).await != Ok(None)
}

// I9
#[tokio::test(start_paused = true)]
async fn a_list_that_others_changed_is_forgotten_and_no_other() {
    let (channel, lists) = (Arc::<CutNews>::default(), Arc::new(MemoryCache::new()));
    let _keeping = a_world().start_keeping_lists(&channel, &lists);
    tokio::time::sleep(MOMENT).await;
    let own = CacheScope::ItemsOf(UserId::from_uuid(an_id()));
    open_list(&lists, own).await;
    open_list(&lists, CacheScope::AllItems).await;
    tell(&channel, Invalidation::List(own)).await;
    assert!(!is_known(&lists, own).await);
    assert!(is_known(&lists, CacheScope::AllItems).await);
}

// I9
#[tokio::test(start_paused = true)]
async fn lists_are_forgotten_when_the_news_are_lost_and_when_they_are_back() {
    let (channel, lists) = (Arc::<CutNews>::default(), Arc::new(MemoryCache::new()));
    let _keeping = a_world().start_keeping_lists(&channel, &lists);
    tokio::time::sleep(MOMENT).await;
    open_list(&lists, CacheScope::AllItems).await;
    channel.cut();
    tokio::time::sleep(MOMENT).await;
    assert!(!is_known(&lists, CacheScope::AllItems).await);
    open_list(&lists, CacheScope::AllItems).await;
    channel.mend();
    tokio::time::sleep(CacheKeeper::RETRY_AFTER).await;
    assert!(!is_known(&lists, CacheScope::AllItems).await);
}

// I13
#[tokio::test(start_paused = true)]
async fn it_stops_when_it_is_told() {
    let (channel, cache) = (Arc::<CutNews>::default(), Arc::<ToldCache>::default());
    let keeping = a_world().start_keeping(&channel, &cache);
    tokio::time::sleep(MOMENT).await;
    keeping.stop().await;
}
