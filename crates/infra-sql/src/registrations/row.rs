//! A registration as a row, and back.

use domain::password::PasswordHash;
use domain::ports::StorageError;
use domain::registration::{
    CodeDigest, Registration, RegistrationKey, RegistrationRecord, RegistrationStep,
};
use domain::timestamp::Timestamp;
use domain::user::Email;

use super::entity::Model;
use crate::stored;

const VERIFY_OTP: &str = "verify_otp";
const SET_PASSWORD: &str = "set_password";
const COMPLETE: &str = "complete";
const DONE: &str = "done";

impl From<&Registration> for Model {
    fn from(registration: &Registration) -> Self {
        let record = registration.record();
        let (step, password_hash) = step_columns(&record.step);
        Self {
            key: record.key.as_bytes().to_vec(),
            email: record.email.as_str().to_owned(),
            step: step.to_owned(),
            password_hash,
            code_key_id: record.code.key_id.clone(),
            code_mac: record.code.mac.to_vec(),
            code_expires_at: record.code_expires_at.unix_micros(),
            attempts: record.attempts.into(),
            resends: record.resends.into(),
            resend_available_at: record.resend_available_at.unix_micros(),
            created_at: record.created_at.unix_micros(),
            expires_at: record.expires_at.unix_micros(),
        }
    }
}

impl TryFrom<Model> for Registration {
    type Error = StorageError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self::restore(RegistrationRecord {
            key: RegistrationKey::from_digest(stored::digest("key", row.key)?),
            email: stored::parsed("email", Email::parse(&row.email))?,
            step: stored::known("step", step(&row.step, row.password_hash))?,
            code: CodeDigest {
                key_id: row.code_key_id,
                mac: stored::digest("code_mac", row.code_mac)?,
            },
            code_expires_at: Timestamp::from_unix_micros(row.code_expires_at),
            attempts: stored::count("attempts", row.attempts)?,
            resends: stored::count("resends", row.resends)?,
            resend_available_at: Timestamp::from_unix_micros(row.resend_available_at),
            created_at: Timestamp::from_unix_micros(row.created_at),
            expires_at: Timestamp::from_unix_micros(row.expires_at),
        }))
    }
}

fn step_columns(step: &RegistrationStep) -> (&'static str, Option<String>) {
    match step {
        RegistrationStep::VerifyOtp => (VERIFY_OTP, None),
        RegistrationStep::SetPassword => (SET_PASSWORD, None),
        RegistrationStep::Complete { password_hash } => {
            (COMPLETE, Some(password_hash.as_str().to_owned()))
        }
        RegistrationStep::Done => (DONE, None),
    }
}

/// `None` also for a step whose hash is missing or one that must not have any.
fn step(name: &str, password_hash: Option<String>) -> Option<RegistrationStep> {
    match (name, password_hash) {
        (VERIFY_OTP, None) => Some(RegistrationStep::VerifyOtp),
        (SET_PASSWORD, None) => Some(RegistrationStep::SetPassword),
        (COMPLETE, Some(hash)) => Some(RegistrationStep::Complete {
            password_hash: PasswordHash::from_stored(hash),
        }),
        (DONE, None) => Some(RegistrationStep::Done),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_step(step: RegistrationStep) -> Registration {
        let at = Timestamp::from_unix_micros;
        Registration::restore(RegistrationRecord {
            key: RegistrationKey::from_digest([1; 32]),
            email: Email::parse("ada@example.com").unwrap(),
            step,
            code: CodeDigest {
                key_id: "k1".to_owned(),
                mac: [2; 32],
            },
            code_expires_at: at(11),
            attempts: 3,
            resends: 4,
            resend_available_at: at(12),
            created_at: at(13),
            expires_at: at(14),
        })
    }

    #[test]
    fn every_step_comes_back_as_it_was() {
        let password_hash = PasswordHash::from_stored("a hash".to_owned());
        for step in [
            RegistrationStep::VerifyOtp,
            RegistrationStep::SetPassword,
            RegistrationStep::Complete { password_hash },
            RegistrationStep::Done,
        ] {
            let registration = at_step(step);
            let row = Model::from(&registration);
            assert_eq!(Registration::try_from(row), Ok(registration));
        }
    }

    #[test]
    fn a_step_without_its_hash_is_an_error() {
        let mut row = Model::from(&at_step(RegistrationStep::Done));
        row.step = COMPLETE.to_owned();
        assert!(Registration::try_from(row).is_err());
    }

    // H2
    #[test]
    fn a_row_shows_no_secret() {
        let password_hash = PasswordHash::from_stored("a hash".to_owned());
        let row = Model::from(&at_step(RegistrationStep::Complete { password_hash }));
        let shown = format!("{row:?}");
        assert!(!shown.contains("hash") && !shown.contains("ada"), "{shown}");
    }
}
