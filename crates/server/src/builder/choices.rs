//! Each adapter alone: the one that was given, or the one that the settings name.

use std::sync::Arc;

use application::{CryptoPorts, StoragePorts};
use domain::ports::{Clock, MailRenderer, PasswordHasher, StorageError};

use super::ServerBuilder;
use crate::adapters::mail::MailDelivery;
use crate::adapters::signal::Signal;
use crate::adapters::{crypto, keys, mail, redis, signal, storage};
use crate::error::ServerError;
use crate::settings::Settings;

impl ServerBuilder {
    /// What was configured.
    pub(crate) const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The storage that was given, or the one that `storage.url` names.
    pub(crate) async fn storage(&self) -> Result<StoragePorts, ServerError> {
        match &self.storage {
            Some(storage) => Ok(storage.clone()),
            None => storage::open(&self.settings).await,
        }
    }

    /// Whether the database can be reached, and why not. Storage that was given tells itself.
    pub(crate) async fn reach_storage(&self) -> Result<(), StorageError> {
        match &self.storage {
            Some(_) => Ok(()),
            None => storage::reach(&self.settings).await,
        }
    }

    /// What compares passwords; it needs no key ring.
    pub(crate) fn password_hasher(&self) -> Arc<dyn PasswordHasher> {
        match &self.crypto {
            Some(crypto) => crypto.passwords.clone(),
            None => crypto::hasher(&self.settings.passwords, &self.system.secrets),
        }
    }

    /// The same builder, which makes no database that is not there.
    pub(crate) fn on_existing_storage(mut self) -> Self {
        self.settings.storage.url = self.settings.storage.url.of_existing();
        self
    }

    /// The same builder, which makes no key ring that is not there.
    pub(crate) fn with_present_keys(mut self) -> Result<Self, ServerError> {
        if !self.has_own_crypto() {
            let secrets = &*self.system.secrets;
            let ring = keys::present_or_passing_ring(&self.settings, secrets)?;
            self.settings.tokens.keys = Some(ring);
        }
        Ok(self)
    }

    /// The delivery that was given, or the one that `mail.url` names.
    pub(crate) fn mail_delivery(&self) -> Result<MailDelivery, ServerError> {
        let given = self.mail.clone();
        given.map_or_else(|| mail::open(&self.settings), Ok)
    }

    /// The signal that was given, or what `redis.url` says.
    pub(crate) fn job_signal(&self) -> Result<Signal, ServerError> {
        match &self.signal {
            Some(signal) => Ok(signal.clone()),
            None => redis::connect(&self.settings).map(|redis| signal::open(redis.as_ref())),
        }
    }

    /// The clock.
    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.system.clock
    }

    /// The renderer that was given, or the templates.
    pub(crate) fn mail_renderer(
        &self,
        public_url: &str,
    ) -> Result<Arc<dyn MailRenderer>, ServerError> {
        let given = self.renderer.clone();
        given.map_or_else(|| mail::renderer(&self.settings, public_url), Ok)
    }

    /// What was given, or the usual algorithms over the key ring.
    pub(super) fn crypto(&self) -> Result<CryptoPorts, ServerError> {
        if let Some(crypto) = &self.crypto {
            return Ok(crypto.clone());
        }
        let secrets = &self.system.secrets;
        let ring = keys::ring(&self.settings, &**secrets)?;
        Ok(crypto::ports(&ring, &self.settings.passwords, secrets))
    }

    /// Whether keys and hashes are none of the settings' business.
    pub(crate) const fn has_own_crypto(&self) -> bool {
        self.crypto.is_some()
    }

    /// A SQLite file is served by one process. Storage that was given looks after itself.
    pub(crate) fn lock(&self) -> Result<Option<infra_sqlite::ServingLock>, ServerError> {
        match self.storage {
            Some(_) => Ok(None),
            None => storage::lock(&self.settings),
        }
    }
}
