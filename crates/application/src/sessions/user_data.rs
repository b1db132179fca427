//! `user:{id}:data`, kept as the database has it.

use std::sync::Arc;

use domain::ports::{CacheError, TokenRecords, UserQueries};
use domain::user::User;

use crate::Ports;

/// Writes the data of users down.
#[derive(Clone)]
pub(super) struct UserData {
    records: Arc<dyn TokenRecords>,
    users: Arc<dyn UserQueries>,
}

impl UserData {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            records: ports.sessions.records.clone(),
            users: ports.storage.users.clone(),
        }
    }

    /// Writes them, and writes again what the database says by then: of several who changed a user, the last to write
    /// need not be the last who changed it, and the data would stay wrong for a month (E5). Says whether the user is
    /// still there; of one who is not, nothing stays.
    pub(super) async fn write(&self, user: &User) -> Result<bool, CacheError> {
        let mut written = user.clone();
        loop {
            self.records.store_user_data(&written).await?;
            match self.users.find(user.id).await {
                Ok(Some(current)) if current != written => written = current,
                Ok(None) => {
                    self.records.delete_user_data(user.id).await?;
                    return Ok(false);
                }
                Ok(Some(_)) | Err(_) => return Ok(true),
            }
        }
    }
}
