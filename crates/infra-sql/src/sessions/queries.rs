//! Sessions as reads see them.

use async_trait::async_trait;
use domain::page::{Page, PageRequest};
use domain::ports::{SessionQueries, StorageError};
use domain::session::{Session, SessionId, SessionWithUser, TokenId};
use domain::timestamp::Timestamp;
use domain::user::UserId;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Select};

use super::entity::{Column, Entity};
use super::row::SessionWithUserRow;
use crate::errors::storage_error;
use crate::lists::{Order, page, position};
use crate::storage::SqlStorage;
use crate::users;

const ORDER: Order<Entity> = Order {
    created_at: Column::CreatedAt,
    id: Column::Id,
};

#[async_trait]
impl SessionQueries for SqlStorage {
    async fn find(&self, id: SessionId) -> Result<Option<SessionWithUser>, StorageError> {
        self.one_with_user(Entity::find_by_id(id.as_uuid())).await
    }

    async fn live_of_user(
        &self,
        user: UserId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StorageError> {
        let rows = Entity::find()
            .filter(Column::UserId.eq(user.as_uuid()))
            .filter(is_live(now))
            .order_by_desc(Column::CreatedAt)
            .order_by_desc(Column::Id)
            .all(&self.reader)
            .await
            .map_err(storage_error)?;
        rows.into_iter().map(Session::try_from).collect()
    }

    async fn of_user(
        &self,
        user: UserId,
        request: &PageRequest,
    ) -> Result<Page<Session>, StorageError> {
        let own = Entity::find().filter(Column::UserId.eq(user.as_uuid()));
        let rows = ORDER.select(own, request).all(&self.reader).await;
        let rows = rows.map_err(storage_error)?;
        page(rows, request.limit, |row| position(row.created_at, row.id))
    }

    async fn find_by_token(
        &self,
        token: TokenId,
        now: Timestamp,
    ) -> Result<Option<SessionWithUser>, StorageError> {
        let newest = Column::CurrentToken.eq(token.as_uuid());
        let has_token = newest.or(Column::PreviousToken.eq(token.as_uuid()));
        self.one_with_user(Entity::find().filter(has_token).filter(is_live(now)))
            .await
    }
}

impl SqlStorage {
    async fn one_with_user(
        &self,
        sessions: Select<Entity>,
    ) -> Result<Option<SessionWithUser>, StorageError> {
        let found = sessions
            .inner_join(users::Entity)
            .into_partial_model::<SessionWithUserRow>()
            .one(&self.reader)
            .await
            .map_err(storage_error)?;
        found.map(SessionWithUser::try_from).transpose()
    }
}

/// The same rule as [`Session::check_alive`], for a list that is not to be read in vain.
fn is_live(now: Timestamp) -> Condition {
    Condition::all()
        .add(Column::RevokedAt.is_null())
        .add(Column::IdleExpiresAt.gt(now.unix_micros()))
        .add(Column::AbsoluteExpiresAt.gt(now.unix_micros()))
}
