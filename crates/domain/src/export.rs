//! The personal-data export: everything that is kept of a user, in one document that a job makes.

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
    /// A worker makes it.
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
    /// When it was asked for.
    pub created_at: Timestamp,
    /// From when on it is gone: a day after it was made, or after it was asked for as long as it is not.
    pub expires_at: Timestamp,
}

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
            created_at: now,
            expires_at: now.plus(Self::LIFETIME),
        }
    }

    /// Whether another one is in the making, so that none need be asked for.
    #[must_use]
    pub fn is_under_way(&self, now: Timestamp) -> bool {
        matches!(self.state, ExportState::Queued | ExportState::Running) && now < self.expires_at
    }

    /// The export as one that is at this state now.
    #[must_use]
    pub fn at(&self, state: ExportState, now: Timestamp) -> Self {
        let expires_at = match state {
            ExportState::Ready => now.plus(Self::LIFETIME),
            _ => self.expires_at,
        };
        Self {
            state,
            expires_at,
            ..self.clone()
        }
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
