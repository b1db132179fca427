//! The personal-data export: everything that is kept of a user, in one document that a job makes.

use std::fmt;
use std::time::Duration;

use crate::identifier::uuid_identifier;
use crate::timestamp::Timestamp;
use crate::user::UserId;

uuid_identifier! {
    /// Names one export.
    ExportId
}

/// How far an export has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportState {
    /// A worker will make it.
    Queued,
    /// A worker makes it, or has failed and will try again.
    Running,
    /// It can be fetched.
    Ready,
    /// It could not be made; another can be asked for.
    Failed,
}

/// An export. A user has one at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// The export's id.
    pub id: ExportId,
    /// Whose data it holds.
    pub user: UserId,
    /// How far it has come.
    pub state: ExportState,
    /// How often a worker began to make it. A worker whose number is not this one has been overtaken.
    pub attempt: u32,
    /// How many parts of its document are stored; the document is whole once the export is ready.
    pub parts: u32,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// From when on it is gone: a day after it was made, or after it was asked for as long as it is not.
    pub expires_at: Timestamp,
}

/// Names one part of an export's document. A document is kept and fetched in parts, so that nobody holds all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ExportPart {
    /// Of which export.
    pub export: ExportId,
    /// Its place in the document, counted from 0.
    pub number: u32,
}

/// A part of a document, sealed by an `ExportSealer`: storage holds nothing in clear (H3).
#[derive(Clone, PartialEq, Eq)]
pub struct SealedPart(Vec<u8>);

impl Export {
    /// How long a document can be fetched.
    pub const LIFETIME: Duration = Duration::from_hours(24);

    /// An export that was just asked for.
    #[must_use]
    pub fn new(id: ExportId, user: UserId, now: Timestamp) -> Self {
        Self {
            id,
            user,
            state: ExportState::Queued,
            attempt: 0,
            parts: 0,
            created_at: now,
            expires_at: now.plus(Self::LIFETIME),
        }
    }

    /// Whether another one is in the making, so that none need be asked for.
    #[must_use]
    pub fn is_under_way(&self, now: Timestamp) -> bool {
        matches!(self.state, ExportState::Queued | ExportState::Running) && now < self.expires_at
    }

    /// Whether a worker may still make it: one that has failed too, if an operator has it tried again.
    #[must_use]
    pub fn is_wanted(&self, now: Timestamp) -> bool {
        self.state != ExportState::Ready && now < self.expires_at
    }

    /// The export as one that a worker begins to make, whatever others had made of it.
    #[must_use]
    pub fn begun(&self, now: Timestamp) -> Self {
        Self {
            attempt: self.attempt.saturating_add(1),
            ..self.at(ExportState::Running, now)
        }
    }

    /// Whether the worker that began this attempt still makes it, and nobody after it.
    #[must_use]
    pub fn is_made_by(&self, attempt: u32) -> bool {
        self.state == ExportState::Running && self.attempt == attempt
    }

    /// The part that is stored next.
    #[must_use]
    pub const fn next_part(&self) -> ExportPart {
        ExportPart {
            export: self.id,
            number: self.parts,
        }
    }

    /// The export as one that has a part more.
    #[must_use]
    pub fn with_next_part(&self) -> Self {
        Self {
            parts: self.parts.saturating_add(1),
            ..self.clone()
        }
    }

    /// The export as one that is at this state now. Nothing but a whole document is worth its parts.
    #[must_use]
    pub fn at(&self, state: ExportState, now: Timestamp) -> Self {
        let (parts, expires_at) = match state {
            ExportState::Ready => (self.parts, now.plus(Self::LIFETIME)),
            _ => (0, self.expires_at),
        };
        Self {
            state,
            parts,
            expires_at,
            ..self.clone()
        }
    }
}

impl SealedPart {
    /// Takes what an `ExportSealer` made, or what was stored.
    #[must_use]
    pub const fn from_sealed(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A quarter of a megabyte says nothing in a log.
impl fmt::Debug for SealedPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedPart({} bytes)", self.0.len())
    }
}

impl ExportState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Queued, Self::Running, Self::Ready, Self::Failed];

    /// The name that storage and the API use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Ready => "ready",
            Self::Failed => "failed",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}
