//! The channel between instances.

use std::time::Duration;

use domain::ports::InvalidationChannel;
use portico_infra_redis::RedisInvalidation;
use test_services::Redis;
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::{connections, recovers, some_news, within_a_second};

// Section 2.8
#[tokio::test]
async fn a_lost_invalidation_channel_is_noticed_and_can_be_had_anew() {
    let mut redis = Redis::start();
    let channel = RedisInvalidation::new(connections(redis.url()));
    let mut news = channel.subscribe().await.unwrap();
    redis.stop();
    assert!(within_a_second(news.next()).await.is_err());
    assert!(within_a_second(channel.subscribe()).await.is_err());
    redis.restart();
    let mut news = channel.subscribe().await.unwrap();
    let told = some_news();
    recovers(async || channel.publish(told).await.is_ok()).await;
    assert_eq!(within_a_second(news.next()).await, Ok(told));
}

// Section 2.8: silence is no news only while the server answers.
#[tokio::test]
async fn a_silent_invalidation_channel_is_noticed_within_two_seconds() {
    let redis = Redis::start();
    let wire = CutWire::to(&redis.url()).await;
    let channel = RedisInvalidation::new(connections(wire.url.clone()));
    let mut news = channel.subscribe().await.unwrap();
    wire.cut();
    let lost = tokio::time::timeout(Duration::from_secs(2), news.next()).await;
    assert!(matches!(lost, Ok(Err(_))), "{lost:?}");
}

// Section 2.8: a quiet hour is not a loss.
#[tokio::test]
async fn a_quiet_invalidation_channel_is_kept() {
    let redis = Redis::start();
    let channel = RedisInvalidation::new(connections(redis.url()));
    let mut news = channel.subscribe().await.unwrap();
    let quiet = Duration::from_millis(2_200);
    assert!(tokio::time::timeout(quiet, news.next()).await.is_err());
    let told = some_news();
    assert_eq!(channel.publish(told).await, Ok(()));
    assert_eq!(within_a_second(news.next()).await, Ok(told));
}

/// A wire to Redis that can be cut so that neither end hears of it, as by a broken firewall.
struct CutWire {
    url: String,
    is_cut: watch::Sender<bool>,
}

impl CutWire {
    async fn to(url: &str) -> Self {
        let (user, address) = url.rsplit_once('@').unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("{user}@{}", listener.local_addr().unwrap());
        let (is_cut, cut) = watch::channel(false);
        tokio::spawn(carry(listener, address.to_owned(), cut));
        Self { url, is_cut }
    }

    fn cut(&self) {
        self.is_cut.send_replace(true);
    }
}

/// Keeps both ends open when the wire is cut, and carries nothing any more.
async fn carry(listener: tokio::net::TcpListener, address: String, cut: watch::Receiver<bool>) {
    while let Ok((mut near, _)) = listener.accept().await {
        let (address, mut cut) = (address.clone(), cut.clone());
        tokio::spawn(async move {
            let mut far = TcpStream::connect(address).await.unwrap();
            tokio::select! {
                _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                () = until_cut(&mut cut) => std::future::pending().await,
            }
        });
    }
}

async fn until_cut(cut: &mut watch::Receiver<bool>) {
    let _ = cut.wait_for(|is_cut| *is_cut).await;
}
