//! Reads the documented keys, for their user or a superuser (E1-E6). What is missing is rebuilt from the
//! database; "not there" is said on its word only.

use std::sync::Arc;

use domain::ports::{CacheError, Clock, SessionQueries, StorageError, TokenRecords, UserQueries};
use domain::session::{Session, TokenId};
use domain::user::{User, UserId};

use super::user_data::UserData;
use crate::caches::SessionSource;
use crate::{Policies, Ports, UseCaseError};

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
    data: UserData,
    clock: Arc<dyn Clock>,
    source: SessionSource,
}

impl ReadRecords {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            records: ports.sessions.records.clone(),
            sessions: ports.storage.sessions.clone(),
            users: ports.storage.users.clone(),
            data: UserData::new(ports),
            clock: ports.system.clock.clone(),
            source: SessionSource::new(ports, policies),
        }
    }

    /// The session whose newest token this is, as `jwt:{jti}` tells it.
    ///
    /// # Errors
    /// When the token is not a live one of a live session that `reader` may see.
    pub async fn token(&self, reader: &User, token: TokenId) -> Result<Session, ReadError> {
        let now = self.clock.now();
        let record = self.records.token(token).await.ok().flatten();
        let is_kept = record.is_some();
        let session = match record {
            Some(session) => self.as_long_as_it_lives(session).await?,
            None => self.of_newest_token(token).await?,
        };
        let session = session
            .filter(|it| now < it.current_expires_at && may_read(reader, it.user))
            .ok_or(UseCaseError::Refused(NoSuchRecord))?;
        if !is_kept {
            let ttl = session.current_expires_at.since(now);
            note_if_lost(self.records.store_token(&session, ttl).await);
        }
        Ok(session)
    }

    /// The essential data of a user.
    ///
    /// # Errors
    /// When there is no such user that `reader` may see.
    pub async fn user_data(&self, reader: &User, user: UserId) -> Result<User, ReadError> {
        authorise(reader, user)?;
        // A kept record cannot be believed: who changed the user may not have reached it (E5).
        let Some(data) = self.users.find(user).await? else {
            note_if_lost(self.records.delete_user_data(user).await);
            return Err(UseCaseError::Refused(NoSuchRecord));
        };
        if self.records.user_data(user).await.as_ref() != Ok(&Some(data.clone())) {
            note_if_lost(self.data.write(&data).await.map(drop));
        }
        Ok(data)
    }

    /// The newest token of a user.
    ///
    /// # Errors
    /// When there is no such user with a live session that `reader` may see.
    pub async fn latest_token(&self, reader: &User, user: UserId) -> Result<TokenId, ReadError> {
        authorise(reader, user)?;
        // A kept record cannot be believed: a later log-in may not have reached it. Whether its session lives had to
        // be asked in any case.
        let live = self.sessions.live_of_user(user, self.clock.now()).await?;
        let newest = live
            .into_iter()
            .max_by_key(|session| (session.current_issued_at, session.created_at));
        let token = newest
            .ok_or(UseCaseError::Refused(NoSuchRecord))?
            .current_token;
        if self.records.latest_token(user).await != Ok(Some(token)) {
            note_if_lost(self.records.store_latest_token(user, token).await);
        }
        Ok(token)
    }

    /// A kept record counts as long as its session does: who wrote it may not have known of its end.
    async fn as_long_as_it_lives(&self, kept: Session) -> Result<Option<Session>, StorageError> {
        let found = self.source.find(kept.id).await?;
        let lives = found.is_some_and(|found| found.check_alive(self.clock.now()).is_ok());
        Ok(lives.then_some(kept))
    }

    async fn of_newest_token(&self, token: TokenId) -> Result<Option<Session>, StorageError> {
        let found = self.sessions.find_by_token(token, self.clock.now()).await?;
        let session = found.map(|found| found.session);
        Ok(session.filter(|it| it.current_token == token))
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

fn note_if_lost(kept: Result<(), CacheError>) {
    if let Err(error) = kept {
        tracing::debug!(%error, "a record could not be kept");
    }
}
