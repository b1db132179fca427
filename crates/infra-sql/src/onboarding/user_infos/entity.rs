//! The table `user_infos`.

use domain::onboarding::UserInfo;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_infos")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) user_id: Uuid,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<&UserInfo> for Model {
    fn from(info: &UserInfo) -> Self {
        Self {
            user_id: info.user.as_uuid(),
            created_at: info.created_at.unix_micros(),
            updated_at: info.updated_at.unix_micros(),
            version: info.version.get(),
        }
    }
}
