//! `portico config check` and `portico config show`

use clap::Subcommand;

use crate::error::ServerError;
use crate::output::print;
use crate::server::Certificates;
use crate::settings::{Settings, Sources, show};

/// What to do with the configuration.
#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum Action {
    /// Say whether the configuration can be used
    Check,
    /// Print the configuration in effect, secrets masked
    Show,
}

pub(crate) fn execute(action: Action, sources: &Sources) -> Result<(), ServerError> {
    match action {
        Action::Check => {
            let settings = Settings::load(sources)?;
            settings
                .http
                .tls
                .as_ref()
                .map(Certificates::load)
                .transpose()?;
            print("the configuration can be used")
        }
        Action::Show => print(&show(sources)?),
    }
}
