//! The table `registrations`.

use std::fmt;

use sea_orm::entity::prelude::*;

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registrations")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) key: Vec<u8>,
    pub(crate) email: String,
    pub(crate) step: String,
    pub(crate) password_hash: Option<String>,
    pub(crate) code_key_id: String,
    pub(crate) code_mac: Vec<u8>,
    pub(crate) code_expires_at: i64,
    pub(crate) attempts: i64,
    pub(crate) resends: i64,
    pub(crate) resend_available_at: i64,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Without digests, hashes and the person (H2).
impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("registrations::Model")
            .field("step", &self.step)
            .finish_non_exhaustive()
    }
}
