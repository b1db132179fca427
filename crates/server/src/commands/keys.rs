//! `portico keys generate`, `portico keys rotate`

use application::keys::RecordRotation;
use clap::{Args, Subcommand};
use domain::ports::SecretGenerator;
use infra_crypto::{KeyRing, RotationError, WrittenRing};
use infra_system::SystemSecrets;

use super::block_on;
use crate::adapters::{keys, storage, system};
use crate::error::ServerError;
use crate::output::{complain, print};
use crate::settings::{Settings, Sources, TokenSettings};

/// What to do with token keys.
#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum Action {
    /// Print a new key, as the configuration takes it
    Generate,
    /// Take the key ring through one step of a rotation
    ///
    /// Stage a key, and restart every instance; promote it, and restart every instance; retire the old one once its
    /// last tokens are too old to be renewed. A ring in the data directory is rewritten; of a configured one, the
    /// new value is printed.
    Rotate(Step),
}

/// A step of a rotation (D7).
#[derive(Clone, Copy, Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Step {
    /// Add a new key, which opens and does not mint yet
    #[arg(long)]
    stage: bool,
    /// Let the staged key mint
    #[arg(long)]
    promote: bool,
    /// Drop the last key that neither mints nor is staged
    #[arg(long)]
    retire: bool,
}

impl Step {
    const fn name(self) -> &'static str {
        if self.stage {
            "stage"
        } else if self.promote {
            "promote"
        } else {
            "retire"
        }
    }

    /// Changes the ring, and says in one line what was done and what comes next.
    fn take(
        self,
        ring: &mut WrittenRing,
        secrets: &dyn SecretGenerator,
    ) -> Result<String, RotationError> {
        if self.stage {
            let id = ring.stage(secrets)?;
            Ok(format!(
                "{id} is staged; restart every instance, then promote it"
            ))
        } else if self.promote {
            let id = ring.promote()?;
            Ok(format!(
                "{id} mints once an instance is restarted; retire the key before it when its last tokens are too old to be renewed"
            ))
        } else {
            let id = ring.retire()?;
            Ok(format!("{id} is retired; restart every instance"))
        }
    }
}

pub(crate) fn execute(action: Action, sources: &Sources) -> Result<(), ServerError> {
    match action {
        Action::Generate => print(&KeyRing::generate_entry(&SystemSecrets)),
        Action::Rotate(step) => {
            let outcome = rotate(step, sources, &SystemSecrets)?;
            if let Err(error) = block_on(record(step, Settings::load(sources)?)) {
                complain(&ServerError::failed("not in the audit log", error));
            }
            print(&outcome)
        }
    }
}

/// Tells the audit log. Where the ring is configured the command may run far from any database, and the ring has
/// been changed in any case, so that a failure is told and does not count.
async fn record(step: Step, mut settings: Settings) -> Result<(), ServerError> {
    settings.storage.url = settings.storage.url.of_existing();
    let storage = storage::open(&settings).await?;
    RecordRotation::new(&storage, &system::ports())
        .execute(step.name())
        .await
        .map_err(|error| ServerError::failed("database", error))
}

/// What to print: the new value of a configured ring, or what became of the kept one.
fn rotate(
    step: Step,
    sources: &Sources,
    secrets: &dyn SecretGenerator,
) -> Result<String, ServerError> {
    let settings = Settings::load(sources)?;
    match TokenSettings::written_keys(sources)? {
        Some(mut ring) => {
            step.take(&mut ring, secrets).map_err(refused)?;
            Ok(ring.expose())
        }
        None => keys::change_kept(&settings.data_dir, secrets, |ring| {
            step.take(ring, secrets).map_err(refused)
        }),
    }
}

fn refused(error: RotationError) -> ServerError {
    ServerError::failed("token keys", error)
}

#[cfg(test)]
mod tests;
