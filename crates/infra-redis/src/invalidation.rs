//! News between servers: Redis pub/sub.

use std::time::Duration;

use async_trait::async_trait;
use deadpool_redis::redis::aio::{PubSubSink, PubSubStream};
use deadpool_redis::redis::{Cmd, Msg};
use domain::cache::CacheScope;
use domain::ports::{Invalidation, InvalidationChannel, InvalidationError, InvalidationNews};
use domain::session::SessionId;
use domain::user::UserId;
use futures_util::StreamExt;
use uuid::Uuid;

use crate::RedisConnections;
use crate::failure::{Failure, within};

/// The channel. A message is `session:{id}`, `user:{id}` or `list:{scope}`.
const CHANNEL: &str = "portico:inval";
/// After how much silence the server is asked whether it is still there. With the time for its answer this
/// stays below the two seconds in which a loss must be noticed.
const SILENCE: Duration = Duration::from_secs(1);
/// How long it may take to answer.
const ANSWER_LIMIT: Duration = Duration::from_millis(500);

/// Tells every server that is connected to the same Redis.
#[derive(Clone)]
pub struct RedisInvalidation(RedisConnections);

impl RedisInvalidation {
    /// A channel over these connections.
    #[must_use]
    pub const fn new(connections: RedisConnections) -> Self {
        Self(connections)
    }
}

#[async_trait]
impl InvalidationChannel for RedisInvalidation {
    async fn publish(&self, news: Invalidation) -> Result<(), InvalidationError> {
        let message = Cmd::publish(CHANNEL, written(news));
        let _listeners: i64 = self.0.ask(&message).await?;
        Ok(())
    }

    async fn subscribe(&self) -> Result<Box<dyn InvalidationNews>, InvalidationError> {
        let (pings, messages) = self.0.listen(CHANNEL).await?.split();
        Ok(Box::new(RedisNews { pings, messages }))
    }
}

/// A connection of its own, which keeps what comes between two waits.
struct RedisNews {
    pings: PubSubSink,
    messages: PubSubStream,
}

#[async_trait]
impl InvalidationNews for RedisNews {
    async fn next(&mut self) -> Result<Invalidation, InvalidationError> {
        loop {
            match tokio::time::timeout(SILENCE, self.messages.next()).await {
                Ok(Some(message)) => return read(&message),
                Ok(None) => return Err(lost("the subscription was closed")),
                Err(_) => within(ANSWER_LIMIT, self.pings.ping()).await?,
            }
        }
    }
}

fn written(news: Invalidation) -> String {
    match news {
        Invalidation::Session(id) => format!("session:{id}"),
        Invalidation::User(id) => format!("user:{id}"),
        Invalidation::List(scope) => format!("list:{scope}"),
    }
}

/// A message that cannot be read may have been news: whoever hears it must forget everything.
fn read(message: &Msg) -> Result<Invalidation, InvalidationError> {
    let text = message.get_payload::<String>().unwrap_or_default();
    parsed(&text).ok_or_else(|| lost("a message could not be read"))
}

fn parsed(text: &str) -> Option<Invalidation> {
    let (kind, name) = text.split_once(':')?;
    let id = || Uuid::try_parse(name).ok();
    match kind {
        "session" => Some(Invalidation::Session(SessionId::from_uuid(id()?))),
        "user" => Some(Invalidation::User(UserId::from_uuid(id()?))),
        "list" => Some(Invalidation::List(CacheScope::parse(name)?)),
        _ => None,
    }
}

fn lost(reason: &str) -> InvalidationError {
    InvalidationError(reason.to_owned())
}

impl From<Failure> for InvalidationError {
    fn from(failure: Failure) -> Self {
        Self(failure.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_come_back_as_they_were() {
        let session = Invalidation::Session(SessionId::from_uuid(Uuid::from_u128(1)));
        let user = UserId::from_uuid(Uuid::from_u128(1));
        let lists = [CacheScope::ItemsOf(user), CacheScope::AllItems].map(Invalidation::List);
        for news in [session, Invalidation::User(user)].into_iter().chain(lists) {
            assert_eq!(parsed(&written(news)), Some(news));
        }
    }

    #[test]
    fn what_is_no_news_is_refused() {
        for text in [
            "",
            "session",
            "session:",
            "session:1",
            "item:",
            "list:items",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
        let other = format!("item:{}", Uuid::nil());
        assert_eq!(parsed(&other), None);
    }
}
