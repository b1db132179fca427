//! Reads the documented keys, for their user or a superuser (E1-E6). What is missing is rebuilt from the
//! database; "not there" is said on its word only.

use std::sync::Arc;

use domain::ports::{Clock, SessionQueries, StorageError, TokenRecords, UserQueries};
use domain::session::{Session, SessionWithUser, TokenId};
use domain::user::{User, UserId};

use super::announcer::Announcer;
use crate::{Ports, UseCaseError};

/// There is no such record that this user may see; one answer for foreign and missing ones (E1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such record")]
pub struct NoSuchRecord;

type ReadError = UseCaseError<NoSuchRecord>;

/// Reads `jwt:{jti}`, `user:{id}:data` and `user:{id}:latest_jti`.
#[derive(Clone)]
pub struct ReadRecords {
    records: Arc<dyn TokenRecords>,
    sessions: Arc<dyn SessionQueries>,
    users: Arc<dyn UserQueries>,
    clock: Arc<dyn Clock>,
    announcer: Announcer,
}

impl ReadRecords {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            records: ports.sessions.records.clone(),
            sessions: ports.storage.sessions.clone(),
            users: ports.storage.users.clone(),
            clock: ports.system.clock.clone(),
            announcer: Announcer::new(ports),
        }
    }

    /// The session whose newest token this is, as `jwt:{jti}` tells it.
    ///
    /// # Errors
    /// When the token is not one of a live session that `reader` may see.
    pub async fn token(&self, reader: &User, token: TokenId) -> Result<Session, ReadError> {
        let session = match self.records.token(token).await {
            Ok(Some(session)) => Some(session),
            _ => self.rebuild(token).await?,
        };
        let session = session.filter(|it| it.current_token == token && may_read(reader, it.user));
        session.ok_or(UseCaseError::Refused(NoSuchRecord))
    }

    /// The essential data of a user.
    ///
    /// # Errors
    /// When there is no such user that `reader` may see.
    pub async fn user_data(&self, reader: &User, user: UserId) -> Result<User, ReadError> {
        authorise(reader, user)?;
        if let Ok(Some(data)) = self.records.user_data(user).await {
            return Ok(data);
        }
        let data = self
            .users
            .find(user)
            .await?
            .ok_or(UseCaseError::Refused(NoSuchRecord))?;
        if let Err(error) = self.records.store_user_data(&data).await {
            tracing::debug!(%error, "user data could not be kept");
        }
        Ok(data)
    }

    /// The newest token of a user.
    ///
    /// # Errors
    /// When there is no such user with a live session that `reader` may see.
    pub async fn latest_token(&self, reader: &User, user: UserId) -> Result<TokenId, ReadError> {
        authorise(reader, user)?;
        if let Ok(Some(token)) = self.records.latest_token(user).await {
            return Ok(token);
        }
        let live = self.sessions.live_of_user(user, self.clock.now()).await?;
        let newest = live
            .into_iter()
            .max_by_key(|session| session.current_issued_at);
        let token = newest
            .ok_or(UseCaseError::Refused(NoSuchRecord))?
            .current_token;
        if let Err(error) = self.records.store_latest_token(user, token).await {
            tracing::debug!(%error, "the newest token's id could not be kept");
        }
        Ok(token)
    }

    async fn rebuild(&self, token: TokenId) -> Result<Option<Session>, StorageError> {
        let Some(SessionWithUser { session, user }) =
            self.sessions.find_by_token(token, self.clock.now()).await?
        else {
            return Ok(None);
        };
        self.announcer.write_through(&session, &user).await;
        Ok(Some(session))
    }
}

fn authorise(reader: &User, user: UserId) -> Result<(), ReadError> {
    if may_read(reader, user) {
        Ok(())
    } else {
        Err(UseCaseError::Refused(NoSuchRecord))
    }
}

fn may_read(reader: &User, user: UserId) -> bool {
    reader.id == user || reader.is_superuser
}
