//! `portico keys generate`

use clap::Subcommand;
use infra_crypto::KeyRing;
use infra_system::SystemSecrets;

use crate::error::ServerError;
use crate::output::print;

/// What to do with token keys.
#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum Action {
    /// Print a new key, as the configuration takes it
    Generate,
}

pub(crate) fn execute(action: Action) -> Result<(), ServerError> {
    match action {
        Action::Generate => print(&KeyRing::generate_entry(&SystemSecrets)),
    }
}
