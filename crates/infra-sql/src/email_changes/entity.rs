//! The table `email_changes`.

use std::fmt;

use sea_orm::entity::prelude::*;

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "email_changes")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) old_email: String,
    pub(crate) new_email: String,
    pub(crate) code_key_id: String,
    pub(crate) code_mac: Vec<u8>,
    pub(crate) code_expires_at: i64,
    pub(crate) attempts: i64,
    pub(crate) undo_digest: Vec<u8>,
    pub(crate) undo_expires_at: i64,
    pub(crate) stage: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Without digests and the person (H2).
impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("email_changes::Model")
            .field("id", &self.id)
            .field("stage", &self.stage)
            .finish_non_exhaustive()
    }
}
