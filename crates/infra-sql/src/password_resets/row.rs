//! A recovery link as a row, and back.

use domain::link::LinkDigest;
use domain::ports::StorageError;
use domain::recovery::PasswordReset;
use domain::timestamp::Timestamp;
use domain::user::Email;

use super::entity::Model;
use crate::stored;

impl From<&PasswordReset> for Model {
    fn from(reset: &PasswordReset) -> Self {
        Self {
            digest: reset.digest.as_bytes().to_vec(),
            email: reset.email.as_str().to_owned(),
            email_canonical: reset.email.canonical().to_owned(),
            created_at: reset.created_at.unix_micros(),
            expires_at: reset.expires_at.unix_micros(),
        }
    }
}

impl TryFrom<Model> for PasswordReset {
    type Error = StorageError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            digest: LinkDigest::from_digest(stored::digest("digest", row.digest)?),
            email: stored::parsed("email", Email::parse(&row.email))?,
            created_at: Timestamp::from_unix_micros(row.created_at),
            expires_at: Timestamp::from_unix_micros(row.expires_at),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_row() -> Model {
        Model {
            digest: vec![7; 32],
            email: "Ada@example.com".to_owned(),
            email_canonical: "ada@example.com".to_owned(),
            created_at: 1,
            expires_at: 2,
        }
    }

    #[test]
    fn a_row_comes_back_as_it_was() {
        let reset = PasswordReset::try_from(a_row()).unwrap();
        assert_eq!(Model::from(&reset), a_row());
    }

    // H2
    #[test]
    fn a_row_shows_neither_digest_nor_person() {
        let shown = format!("{:?}", a_row());
        assert!(!shown.contains('7') && !shown.contains("da@"), "{shown}");
    }
}
