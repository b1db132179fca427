//! What is where, at one moment.

use portico_domain::request_origin::RequestOrigin;
use portico_domain::session::{Generation, Session, SessionActivity, SessionId, TokenId};
use portico_domain::timestamp::Timestamp;
use portico_domain::token::Claims;
use portico_domain::user::UserId;
use uuid::Uuid;

use crate::world::World;

/// The first moment: half a second past a whole one, so that rounding shows.
pub(crate) const START: Timestamp = Timestamp::from_unix_micros(1_000_500_000);

/// How a successor is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Occasion {
    /// By any request, once the token has expired.
    InBand,
    /// By `POST /auth/refresh`.
    Demand,
}

/// How far a request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// On its way to a server.
    Sent,
    /// An instance found the session alive and is about to lock its row.
    AtTheRow,
    /// The reply is on its way, perhaps with a successor.
    Answered(Option<Claims>),
}

/// A request of the honest client.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request {
    pub(crate) presented: Claims,
    pub(crate) occasion: Occasion,
    pub(crate) sent_at: Timestamp,
    pub(crate) stage: Stage,
}

/// What nobody in the model can look up; the properties are judged by it.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    /// The one token of each generation, from the first.
    pub(crate) tokens: Vec<TokenId>,
    /// When each generation's first use was written down.
    pub(crate) taken: Vec<Option<Timestamp>>,
    /// When the session was ended.
    pub(crate) killed_at: Option<Timestamp>,
    /// Whether the thief ever used what he has.
    pub(crate) thief_struck: bool,
}

/// A state of the model.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) now: Timestamp,
    /// The row in the database.
    pub(crate) row: Session,
    /// A use that waits to be written down.
    pub(crate) note: Option<SessionActivity>,
    /// What the other instance remembers of the row, and since when.
    pub(crate) copy: Option<(Session, Timestamp)>,
    /// The honest client's one token store; empty after it logged out.
    pub(crate) store: Option<Claims>,
    pub(crate) requests: Vec<Request>,
    /// The token that was copied, and the newest that it brought.
    pub(crate) loot: Vec<Claims>,
    pub(crate) history: History,
}

impl State {
    pub(crate) fn first(world: &World) -> Self {
        let token = token(1);
        let row = Session::start(
            SessionId::from_uuid(Uuid::from_u128(1)),
            token,
            UserId::from_uuid(Uuid::from_u128(1)),
            RequestOrigin::default(),
            &world.policy,
            START,
        );
        Self {
            now: START,
            store: Some(row.current_claims(&world.policy)),
            row,
            note: None,
            copy: None,
            requests: Vec::new(),
            loot: Vec::new(),
            history: History {
                tokens: vec![token],
                taken: vec![None],
                ..History::default()
            },
        }
    }
}

impl History {
    /// When a token of this generation was first used, as far as it was written down.
    pub(crate) fn taken(&self, generation: Generation) -> Option<Timestamp> {
        self.taken.get(index(generation)).copied().flatten()
    }

    pub(crate) fn take(&mut self, generation: Generation, at: Timestamp) {
        if let Some(taken) = self.taken.get_mut(index(generation)) {
            taken.get_or_insert(at);
        }
    }
}

/// Where a generation stands in the lists of the history.
pub(crate) fn index(generation: Generation) -> usize {
    usize::try_from(generation.get() - 1).expect("generations start at 1")
}

pub(crate) fn token(number: usize) -> TokenId {
    TokenId::from_uuid(Uuid::from_u128(number as u128))
}
