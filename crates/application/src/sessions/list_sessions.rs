//! The sessions of a user.

use std::sync::Arc;

use domain::ports::{Clock, SessionQueries, StorageError};
use domain::session::Session;
use domain::user::UserId;

use crate::Ports;

/// Lists live sessions, for their user or for a superuser (C11).
#[derive(Clone)]
pub struct ListSessions {
    sessions: Arc<dyn SessionQueries>,
    clock: Arc<dyn Clock>,
}

impl ListSessions {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            sessions: ports.storage.sessions.clone(),
            clock: ports.system.clock.clone(),
        }
    }

    /// The live sessions of this user, newest first.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn execute(&self, user: UserId) -> Result<Vec<Session>, StorageError> {
        self.sessions.live_of_user(user, self.clock.now()).await
    }
}
