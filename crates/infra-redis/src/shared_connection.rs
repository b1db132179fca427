//! The connection that all commands of the hot path share, and the breaker in front of it (I5).
//!
//! Whoever finds Redis away is told so at once. While it stays away nobody waits for it: one task in the
//! background tries to connect, four times a second as long as there are questions.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use deadpool_redis::redis::aio::MultiplexedConnection;
use deadpool_redis::redis::{AsyncConnectionConfig, Client, Cmd, RedisError, RedisResult, Value};
use tokio::runtime::Handle;
use tokio::sync::Mutex;

use crate::connections::{COMMAND_LIMIT, CONNECTION_LIMIT};
use crate::failure::{Failure, within};
use crate::question::Question;

/// How long to leave Redis alone after it could not be reached.
const RETRY_AFTER: Duration = Duration::from_millis(250);

pub(crate) struct SharedConnection {
    opener: Opener,
    link: Arc<Mutex<Link>>,
}

#[derive(Clone)]
struct Opener {
    client: Client,
    limits: AsyncConnectionConfig,
    /// Where connections live: one that was opened elsewhere would end with the HTTP worker that opened it.
    home: Option<Handle>,
}

enum Link {
    /// Nobody asked yet, or the server closed the connection: it may well be there again.
    Closed,
    Open(Opened),
    /// Redis does not answer.
    Broken {
        retry_at: Instant,
    },
}

/// A connection and its birth, by which a late complaint about an older one is told apart.
#[derive(Clone)]
struct Opened {
    connection: MultiplexedConnection,
    opened_at: Instant,
}

impl SharedConnection {
    /// Opens nothing yet. Connections live on the runtime in which this is called, if there is one.
    pub(crate) fn new(client: Client, limits: AsyncConnectionConfig) -> Self {
        let home = Handle::try_current().ok();
        Self {
            opener: Opener {
                client,
                limits,
                home,
            },
            link: Arc::new(Mutex::new(Link::Closed)),
        }
    }

    /// Asks, and once more over a new connection when the old one turns out to be closed: Redis may have been
    /// started anew since the last question.
    pub(crate) async fn ask(&self, question: &dyn Question) -> Result<Value, Failure> {
        let mut opened = self.opened().await?;
        match opened.put(question).await {
            Err(error) if error.is_io_error() && !error.is_timeout() => {
                self.replace(&opened, Link::Closed).await;
                Ok(self.opened().await?.put(question).await?)
            }
            Err(error) if error.is_timeout() => {
                self.replace(&opened, Link::broken(RETRY_AFTER)).await;
                Err(error.into())
            }
            answer => Ok(answer?),
        }
    }

    async fn opened(&self) -> Result<Opened, Failure> {
        let mut link = self.link.lock().await;
        match &*link {
            Link::Open(opened) => Ok(opened.clone()),
            Link::Closed => {
                let (next, outcome) = self.opener.open().await;
                *link = next;
                outcome
            }
            Link::Broken { retry_at } => {
                if *retry_at <= Instant::now() {
                    *link = Link::broken(CONNECTION_LIMIT + RETRY_AFTER);
                    self.probe();
                }
                Err(Failure::away())
            }
        }
    }

    /// Tries to connect while nobody waits for it.
    fn probe(&self) {
        let (opener, link) = (self.opener.clone(), self.link.clone());
        tokio::spawn(async move {
            let (next, _) = opener.open().await;
            *link.lock().await = next;
        });
    }

    /// Gives up a connection, unless somebody did so before.
    async fn replace(&self, lost: &Opened, next: Link) {
        let mut link = self.link.lock().await;
        if matches!(&*link, Link::Open(opened) if opened.opened_at == lost.opened_at) {
            *link = next;
        }
    }
}

impl Link {
    fn broken(retry_after: Duration) -> Self {
        Self::Broken {
            retry_at: Instant::now() + retry_after,
        }
    }
}

impl Opener {
    /// Connects, and gives the state to go on from.
    async fn open(&self) -> (Link, Result<Opened, Failure>) {
        match self.clone().connect_at_home().await {
            Ok(opened) => (Link::Open(opened.clone()), Ok(opened)),
            Err(failure) => (Link::broken(RETRY_AFTER), Err(failure)),
        }
    }

    async fn connect_at_home(self) -> Result<Opened, Failure> {
        let home = self.home.clone().unwrap_or_else(Handle::current);
        let connecting = home.spawn(async move { within(CONNECTION_LIMIT, self.connect()).await });
        connecting.await?
    }

    /// A server may take a connection and then say nothing, so it has to answer once.
    async fn connect(&self) -> RedisResult<Opened> {
        let connecting = self
            .client
            .get_multiplexed_async_connection_with_config(&self.limits);
        let mut connection = connecting.await?;
        let _pong: Value = Cmd::ping().query_async(&mut connection).await?;
        let opened_at = Instant::now();
        Ok(Opened {
            connection,
            opened_at,
        })
    }
}

impl Opened {
    async fn put(&mut self, question: &dyn Question) -> RedisResult<Value> {
        let answer = tokio::time::timeout(COMMAND_LIMIT, question.put(&mut self.connection));
        let late = |_| RedisError::from(io::Error::from(io::ErrorKind::TimedOut));
        answer.await.map_err(late)?
    }
}
