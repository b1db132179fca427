//! What the contract of the invalidation channel does not ask for.

use domain::ports::{Invalidation, InvalidationChannel};
use domain::session::SessionId;
use port_contracts::fixtures::an_id;
use portico_infra_memory::MemoryInvalidation;

/// Section 2.8: a listener that missed news must forget everything, so it has to know.
#[tokio::test]
async fn a_listener_that_fell_behind_is_told_that_it_missed_news() {
    let channel = MemoryInvalidation::new();
    let mut listener = channel.subscribe().await.unwrap();
    for _ in 0..5_000 {
        let news = Invalidation::Session(SessionId::from_uuid(an_id()));
        assert_eq!(channel.publish(news).await, Ok(()));
    }
    assert!(listener.next().await.is_err());
}

#[tokio::test]
async fn listening_to_a_channel_that_is_gone_is_an_error() {
    let channel = MemoryInvalidation::new();
    let mut listener = channel.subscribe().await.unwrap();
    drop(channel);
    assert!(listener.next().await.is_err());
}
