//! Sessions inside a unit of work.

use async_trait::async_trait;
use domain::ports::{SessionRepository, StorageError};
use domain::session::{RevocationReason, Session, SessionActivity, SessionId, SessionWithUser};
use domain::timestamp::Timestamp;
use domain::user::UserId;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect};

use super::entity::{Entity, Model};
use super::purge::ENDED_SESSIONS;
use super::{activity, ending, sweep};
use crate::errors::storage_error;
use crate::unit_of_work::SqlUnitOfWork;
use crate::users;

#[async_trait]
impl SessionRepository for SqlUnitOfWork {
    async fn insert(&mut self, session: &Session) -> Result<(), StorageError> {
        Entity::insert(Model::from(session).into_active_model())
            .exec_without_returning(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    /// The user is read by a statement of its own: one with the session would show it as it was before the
    /// lock was waited for.
    async fn lock(&mut self, id: SessionId) -> Result<Option<SessionWithUser>, StorageError> {
        let row = Entity::find_by_id(id.as_uuid())
            .lock_exclusive()
            .one(&self.transaction)
            .await
            .map_err(storage_error)?;
        let Some(row) = row else { return Ok(None) };
        let session = Session::try_from(row)?;
        let user = users::find(&self.transaction, session.user).await?;
        Ok(user.map(|user| SessionWithUser { session, user }))
    }

    async fn save(&mut self, session: &Session) -> Result<(), StorageError> {
        Model::from(session)
            .into_active_model()
            .reset_all()
            .update(&self.transaction)
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    async fn displace(
        &mut self,
        user: UserId,
        keep: u32,
        now: Timestamp,
    ) -> Result<Vec<Session>, StorageError> {
        let rows = ending::displace(&self.transaction, user, keep, now).await;
        let rows = rows.map_err(storage_error)?.into_iter();
        rows.map(|row| {
            let mut session = Session::try_from(row)?;
            session.revoke(RevocationReason::Displaced, now);
            Ok(session)
        })
        .collect()
    }

    async fn revoke_all(
        &mut self,
        user: UserId,
        except: Option<SessionId>,
        reason: RevocationReason,
        now: Timestamp,
    ) -> Result<Vec<SessionId>, StorageError> {
        ending::revoke_all(&self.transaction, user, except, reason, now)
            .await
            .map_err(storage_error)
    }

    async fn record_activity(&mut self, activity: &[SessionActivity]) -> Result<(), StorageError> {
        activity::record(&self.transaction, activity)
            .await
            .map_err(storage_error)
    }

    async fn sweep_expired(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Session>, StorageError> {
        let rows = sweep::execute(&self.transaction, self.dialect, now, limit).await;
        let rows = rows.map_err(storage_error)?;
        rows.into_iter().map(Session::try_from).collect()
    }

    async fn purge_ended(&mut self, before: Timestamp, limit: u32) -> Result<u64, StorageError> {
        self.remove_ended(&ENDED_SESSIONS, before, limit).await
    }
}
