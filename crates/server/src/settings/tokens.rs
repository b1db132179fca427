//! `[tokens]`

use infra_crypto::{KeyRing, WrittenRing};

use super::environment::Environment;
use super::layers;
use super::values::Values;
use super::{SettingsError, Sources};

const KEYS: &str = "tokens.keys";

/// What access tokens are made with. How long they live is part of the
/// [session policy](domain::session::SessionPolicy).
#[derive(Clone, Debug)]
pub struct TokenSettings {
    /// The key ring; without it, one is made and kept in the data directory (development only).
    pub keys: Option<KeyRing>,
}

impl TokenSettings {
    pub(super) fn read(values: &Values, environment: Environment) -> Result<Self, SettingsError> {
        let keys = values.optional(KEYS, KeyRing::parse)?;
        if environment.is_production() {
            refuse_weak_ring(keys.as_ref()).map_err(|reason| SettingsError::key(KEYS, reason))?;
        }
        Ok(Self { keys })
    }

    /// The configured ring as it is written, if there is one, for whoever rotates it. It is not among the
    /// settings, so that no more of the program holds keys than must.
    ///
    /// # Errors
    /// Names the first key, variable or file that cannot be used.
    pub(crate) fn written_keys(sources: &Sources) -> Result<Option<WrittenRing>, SettingsError> {
        layers::merge(sources)?.optional(KEYS, WrittenRing::parse)
    }
}

fn refuse_weak_ring(keys: Option<&KeyRing>) -> Result<(), String> {
    let Some(keys) = keys else {
        return Err("must be set in production; `portico keys generate` makes one".to_owned());
    };
    match keys.sample_key() {
        Some(id) => Err(format!("the key {id} is a sample that anybody may know")),
        None => Ok(()),
    }
}
