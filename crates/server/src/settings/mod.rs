//! The configuration: read once, layer by layer, and turned into types before anything starts.
//!
//! Every key stands in one table (`key.rs`), from which unknown keys are found and
//! `docs/configuration.md` is made; each section has a file of its own that reads its keys.

mod accounts;
mod cache;
mod environment;
mod error;
mod first_superuser;
mod host;
mod http;
mod key;
mod layers;
mod limits;
mod log;
mod mail;
mod otp;
mod parse;
mod passwords;
mod policies;
mod production;
mod redis;
mod reference;
mod renewal;
mod schedules;
mod sessions;
mod show;
mod sources;
mod storage;
mod telemetry;
mod tls;
mod tokens;
mod values;
mod variables;

#[cfg(test)]
mod tests;

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use application::AccountPolicy;
use application::limits::Limits;
use domain::password::{Password, PasswordRefusal};
use domain::registration::RegistrationPolicy;
use domain::session::{RenewalPolicy, SessionPolicy};
use domain::user::Email;

pub use environment::Environment;
pub use error::SettingsError;
pub use first_superuser::FirstSuperuserSettings;
pub use http::HttpSettings;
pub(crate) use http::reachable;
pub use log::{LogFormat, LogSettings};
pub use mail::{MailSettings, MailUrl};
pub use passwords::PasswordSettings;
pub(crate) use production::warn_of_exposure;
pub use redis::RedisSettings;
pub use reference::reference;
pub use schedules::ScheduleSettings;
pub use show::show;
pub use sources::Sources;
pub use storage::{MigrationMode, StorageSettings, StorageUrl};
pub use telemetry::{TelemetrySettings, TraceSettings};
pub use tls::TlsSettings;
pub use tokens::TokenSettings;
use values::Values;

/// The whole configuration, every value of which was checked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the server runs.
    pub environment: Environment,
    /// The name in mails and in the API documentation's title.
    pub project_name: String,
    /// Folder of the SQLite file, the development keys and the mailbox.
    pub data_dir: PathBuf,
    /// How the server is reached.
    pub http: HttpSettings,
    /// Where accounts are kept.
    pub storage: StorageSettings,
    /// What instances share besides the database.
    pub redis: RedisSettings,
    /// How mail leaves.
    pub mail: MailSettings,
    /// What access tokens are made with.
    pub tokens: TokenSettings,
    /// How long sessions and tokens live.
    pub sessions: SessionPolicy,
    /// How expired tokens are renewed.
    pub renewal: RenewalPolicy,
    /// How old the copy of a session may be that a token is checked against.
    pub session_cache_age: Duration,
    /// How often sessions whose limit has come are looked for.
    pub sweep_interval: Duration,
    /// When work is due that nobody asks for.
    pub schedules: ScheduleSettings,
    /// How passwords are judged and kept.
    pub passwords: PasswordSettings,
    /// The numbers of registration.
    pub registration: RegistrationPolicy,
    /// What people may do with their accounts.
    pub accounts: AccountPolicy,
    /// How long a page of the list of items may be kept; zero for never.
    pub items_ttl: Duration,
    /// Every quota, and whether they count.
    pub limits: Limits,
    /// How many instances share the quotas, for the time when they cannot ask each other (C7).
    pub instances: NonZeroU32,
    /// The account that the first start makes.
    pub first_superuser: FirstSuperuserSettings,
    /// What is logged, and how.
    pub log: LogSettings,
    /// What services that collect traces and errors are told.
    pub telemetry: TelemetrySettings,
}

impl Settings {
    const ENVIRONMENT: &str = "environment";

    /// Merges the layers and checks every value.
    ///
    /// # Errors
    /// Names the first key, variable or file that cannot be used, and why.
    pub fn load(sources: &Sources) -> Result<Self, SettingsError> {
        Self::read(&layers::merge(sources)?)
    }

    fn read(values: &Values) -> Result<Self, SettingsError> {
        let environment = values.required(Self::ENVIRONMENT, Environment::parse)?;
        let passwords = PasswordSettings::read(values, environment)?;
        let sessions = sessions::read(values)?;
        let limits = limits::read(values)?;
        let settings = Self {
            environment,
            project_name: values.required("project_name", parse::line)?,
            http: HttpSettings::read(values, environment)?,
            storage: StorageSettings::read(values)?,
            redis: RedisSettings::read(values)?,
            mail: MailSettings::read(values, environment)?,
            tokens: TokenSettings::read(values, environment)?,
            renewal: renewal::read(values, &sessions)?,
            sessions,
            session_cache_age: sessions::cache_age(values)?,
            sweep_interval: sessions::sweep_interval(values)?,
            schedules: ScheduleSettings::read(values)?,
            first_superuser: FirstSuperuserSettings::read(values, environment, passwords.policy)?,
            passwords,
            registration: otp::read(values, limits.are_enabled)?,
            accounts: accounts::read(values, environment)?,
            items_ttl: cache::items_ttl(values)?,
            limits,
            instances: limits::instances(values)?,
            log: LogSettings::read(values)?,
            telemetry: TelemetrySettings::read(values)?,
            data_dir: values.required("data_dir", str::parse)?,
        };
        production::check(&settings)?;
        Ok(settings)
    }

    /// Judges a password for a superuser of this address as the configuration's own is judged (H1).
    ///
    /// # Errors
    /// When it is too short or too long, or weak in production.
    pub(crate) fn accept_superuser_password(
        &self,
        password: Password,
        email: &Email,
    ) -> Result<Password, PasswordRefusal> {
        first_superuser::accept(password, email, self.environment, self.passwords.policy)
    }
}
