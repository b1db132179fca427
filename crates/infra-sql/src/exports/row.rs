//! An export as a row, and back. The document is read by whoever fetches it and nobody else.

use domain::export::{Export, ExportId, ExportState};
use domain::ports::StorageError;
use domain::timestamp::Timestamp;
use domain::user::UserId;
use sea_orm::DerivePartialModel;
use sea_orm::prelude::Uuid;

use super::entity::{Entity, Model};
use crate::stored;

/// An export without its document.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub(super) struct ExportRow {
    user_id: Uuid,
    id: Uuid,
    state: String,
    created_at: i64,
    expires_at: i64,
}

impl Model {
    /// The row of an export with this document.
    pub(super) fn of(export: &Export, document: Option<&str>) -> Self {
        Self {
            user_id: export.user.as_uuid(),
            id: export.id.as_uuid(),
            state: export.state.as_str().to_owned(),
            document: document.map(ToOwned::to_owned),
            created_at: export.created_at.unix_micros(),
            expires_at: export.expires_at.unix_micros(),
        }
    }
}

impl TryFrom<ExportRow> for Export {
    type Error = StorageError;

    fn try_from(row: ExportRow) -> Result<Self, Self::Error> {
        Ok(Self {
            id: ExportId::from_uuid(row.id),
            user: UserId::from_uuid(row.user_id),
            state: stored::known("state", ExportState::from_name(&row.state))?,
            created_at: Timestamp::from_unix_micros(row.created_at),
            expires_at: Timestamp::from_unix_micros(row.expires_at),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_row(state: &str) -> ExportRow {
        ExportRow {
            user_id: Uuid::nil(),
            id: Uuid::max(),
            state: state.to_owned(),
            created_at: 1,
            expires_at: 2,
        }
    }

    #[test]
    fn every_state_comes_back_as_it_was() {
        for state in ExportState::ALL {
            let export = Export::try_from(a_row(state.as_str())).unwrap();
            assert_eq!(export.state, state);
            assert_eq!(Model::of(&export, None).state, state.as_str());
        }
    }

    #[test]
    fn an_unknown_state_is_an_error() {
        assert!(Export::try_from(a_row("lost")).is_err());
    }

    // H2
    #[test]
    fn a_row_does_not_show_the_document() {
        let export = Export::try_from(a_row("ready")).unwrap();
        let shown = format!("{:?}", Model::of(&export, Some("canary")));
        assert!(!shown.contains("canary"), "{shown}");
    }
}
