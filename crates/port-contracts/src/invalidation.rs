//! The contract of [`InvalidationChannel`]. That a lost channel is noticed is for the adapter's own outage
//! test.

use std::time::Duration;

use domain::cache::CacheScope;
use domain::ports::{Invalidation, InvalidationChannel, InvalidationNews};
use domain::session::SessionId;
use domain::user::UserId;

use crate::fixtures::an_id;

/// Section 2.8: other instances know within a second.
const PUSH_LIMIT: Duration = Duration::from_secs(1);

/// A revocation must not fail because this is the only instance.
pub async fn tells_without_listeners(channel: &dyn InvalidationChannel) {
    let told = tokio::time::timeout(PUSH_LIMIT, channel.publish(some_news(0))).await;
    assert_eq!(told, Ok(Ok(())));
}

/// Every instance has copies of its own.
pub async fn every_listener_hears_everything_in_order(channel: &dyn InvalidationChannel) {
    let mut listeners = Vec::new();
    for _ in 0..3 {
        listeners.push(subscribe(channel).await);
    }
    let told: Vec<_> = (0..200).map(some_news).collect();
    for news in &told {
        assert_eq!(channel.publish(*news).await, Ok(()));
    }
    for listener in &mut listeners {
        assert_eq!(hear(&mut **listener, &told).await, told);
    }
}

/// A listener that waits is told at once (I11).
pub async fn a_waiting_listener_hears_within_a_second(channel: &dyn InvalidationChannel) {
    let mut listener = subscribe(channel).await;
    let told = [some_news(0)];
    let waiting = tokio::spawn(async move { hear(&mut *listener, &told).await });
    assert_eq!(channel.publish(told[0]).await, Ok(()));
    assert_eq!(waiting.await.expect("the listener panicked"), told);
}

/// Everything that can be told by turns, none like any other.
fn some_news(number: usize) -> Invalidation {
    let user = UserId::from_uuid(an_id());
    match number % 3 {
        0 => Invalidation::Session(SessionId::from_uuid(an_id())),
        1 => Invalidation::User(user),
        _ => Invalidation::List(CacheScope::ItemsOf(user)),
    }
}

async fn subscribe(channel: &dyn InvalidationChannel) -> Box<dyn InvalidationNews> {
    channel.subscribe().await.expect("nobody could subscribe")
}

/// What the listener hears of `told`: others may use the channel at the same time.
async fn hear(listener: &mut dyn InvalidationNews, told: &[Invalidation]) -> Vec<Invalidation> {
    let mut heard = Vec::with_capacity(told.len());
    while heard.len() < told.len() {
        let news = tokio::time::timeout(PUSH_LIMIT, listener.next()).await;
        let news = news.expect("no news came").expect("the channel was lost");
        heard.extend(told.contains(&news).then_some(news));
    }
    heard
}

/// Runs the contract of `InvalidationChannel` on an adapter.
#[macro_export]
macro_rules! invalidation_contract {
    ($adapter:expr) => {
        $crate::__async_cases!(
            invalidation,
            $adapter,
            tells_without_listeners,
            every_listener_hears_everything_in_order,
            a_waiting_listener_hears_within_a_second,
        );
    };
}
