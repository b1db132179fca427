//! A change of an address as a row, and back.

use domain::email_change::{EmailChange, EmailChangeId, EmailChangeStage};
use domain::link::LinkDigest;
use domain::ports::StorageError;
use domain::registration::CodeDigest;
use domain::timestamp::Timestamp;
use domain::user::{Email, UserId};

use super::entity::Model;
use crate::stored;

impl From<&EmailChange> for Model {
    fn from(change: &EmailChange) -> Self {
        Self {
            id: change.id.as_uuid(),
            user_id: change.user.as_uuid(),
            old_email: change.old.as_str().to_owned(),
            new_email: change.new.as_str().to_owned(),
            code_key_id: change.code.key_id.clone(),
            code_mac: change.code.mac.to_vec(),
            code_expires_at: change.code_expires_at.unix_micros(),
            attempts: change.attempts.into(),
            undo_digest: change.undo.as_bytes().to_vec(),
            undo_expires_at: change.undo_expires_at.unix_micros(),
            stage: stage_name(change.stage).to_owned(),
        }
    }
}

impl TryFrom<Model> for EmailChange {
    type Error = StorageError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: EmailChangeId::from_uuid(row.id),
            user: UserId::from_uuid(row.user_id),
            old: stored::parsed("old_email", Email::parse(&row.old_email))?,
            new: stored::parsed("new_email", Email::parse(&row.new_email))?,
            code: CodeDigest {
                key_id: row.code_key_id,
                mac: stored::digest("code_mac", row.code_mac)?,
            },
            code_expires_at: Timestamp::from_unix_micros(row.code_expires_at),
            attempts: stored::count("attempts", row.attempts)?,
            undo: LinkDigest::from_digest(stored::digest("undo_digest", row.undo_digest)?),
            undo_expires_at: Timestamp::from_unix_micros(row.undo_expires_at),
            stage: stored::known("stage", stage_of_name(&row.stage))?,
        })
    }
}

const STAGES: [EmailChangeStage; 2] = [EmailChangeStage::Pending, EmailChangeStage::Confirmed];

/// Stored, so a name never changes.
pub(crate) const fn stage_name(stage: EmailChangeStage) -> &'static str {
    match stage {
        EmailChangeStage::Pending => "pending",
        EmailChangeStage::Confirmed => "confirmed",
    }
}

fn stage_of_name(name: &str) -> Option<EmailChangeStage> {
    STAGES.into_iter().find(|it| stage_name(*it) == name)
}

#[cfg(test)]
mod tests {
    use sea_orm::prelude::Uuid;

    use super::*;

    fn a_row(stage: &str) -> Model {
        Model {
            id: Uuid::nil(),
            user_id: Uuid::max(),
            old_email: "Ada@example.com".to_owned(),
            new_email: "ada@example.org".to_owned(),
            code_key_id: "k1".to_owned(),
            code_mac: vec![1; 32],
            code_expires_at: 2,
            attempts: 3,
            undo_digest: vec![4; 32],
            undo_expires_at: 5,
            stage: stage.to_owned(),
        }
    }

    #[test]
    fn every_stage_comes_back_as_it_was() {
        for stage in STAGES {
            let row = a_row(stage_name(stage));
            let change = EmailChange::try_from(row.clone()).unwrap();
            assert_eq!(change.stage, stage);
            assert_eq!(Model::from(&change), row);
        }
    }

    // A change that cannot be read must not pass for one that was proven.
    #[test]
    fn an_unknown_stage_is_an_error() {
        assert!(EmailChange::try_from(a_row("proven")).is_err());
    }

    // H2
    #[test]
    fn a_row_shows_no_person() {
        let shown = format!("{:?}", a_row("pending"));
        assert!(!shown.contains("da@"), "{shown}");
    }
}
