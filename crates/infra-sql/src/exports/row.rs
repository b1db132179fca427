//! An export as a row, and back.

use domain::export::{Export, ExportId, ExportState};
use domain::ports::StorageError;
use domain::timestamp::Timestamp;
use domain::user::UserId;

use super::entity::Model;
use crate::stored;

impl From<&Export> for Model {
    fn from(export: &Export) -> Self {
        Self {
            user_id: export.user.as_uuid(),
            id: export.id.as_uuid(),
            state: export.state.as_str().to_owned(),
            attempt: i64::from(export.attempt),
            parts: i64::from(export.parts),
            created_at: export.created_at.unix_micros(),
            expires_at: export.expires_at.unix_micros(),
        }
    }
}

impl TryFrom<Model> for Export {
    type Error = StorageError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: ExportId::from_uuid(row.id),
            user: UserId::from_uuid(row.user_id),
            state: stored::known("state", ExportState::from_name(&row.state))?,
            attempt: stored::count("attempt", row.attempt)?,
            parts: stored::count("parts", row.parts)?,
            created_at: Timestamp::from_unix_micros(row.created_at),
            expires_at: Timestamp::from_unix_micros(row.expires_at),
        })
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::prelude::Uuid;

    use super::*;

    fn a_row(state: &str) -> Model {
        Model {
            user_id: Uuid::nil(),
            id: Uuid::max(),
            state: state.to_owned(),
            attempt: 3,
            parts: 4,
            created_at: 1,
            expires_at: 2,
        }
    }

    #[test]
    fn every_state_comes_back_as_it_was() {
        for state in ExportState::ALL {
            let row = a_row(state.as_str());
            let export = Export::try_from(row.clone()).unwrap();
            assert_eq!(export.state, state);
            assert_eq!(Model::from(&export), row);
        }
    }

    #[test]
    fn an_unknown_state_is_an_error() {
        assert!(Export::try_from(a_row("lost")).is_err());
    }
}
