//! `portico migrate`

use clap::{Args, Subcommand};
use domain::ports::{MigrationStatus, SchemaMigrator};

use super::block_on;
use crate::ServerBuilder;
use crate::error::ServerError;
use crate::output::print;

/// What to do with the schema.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Clone, Copy, Debug, Default, Subcommand)]
enum Action {
    /// Apply every pending migration; what is done when nothing is said
    #[default]
    Up,
    /// Take the last migrations back
    Down {
        /// How many
        steps: u32,
    },
    /// List every migration and whether it was applied
    Status,
}

pub(crate) fn execute(builder: &ServerBuilder, arguments: Arguments) -> Result<(), ServerError> {
    block_on(async {
        let schema = builder.storage().await?.schema;
        match arguments.action.unwrap_or_default() {
            Action::Up => schema.up().await?,
            Action::Down { steps } => schema.down(steps).await?,
            Action::Status => {}
        }
        list(&*schema).await
    })
}

async fn list(schema: &dyn SchemaMigrator) -> Result<(), ServerError> {
    let steps = schema.status().await?;
    let lines: Vec<_> = steps.iter().map(line).collect();
    print(&lines.join("\n"))
}

fn line(step: &MigrationStatus) -> String {
    let state = if step.applied { "applied" } else { "pending" };
    format!("{state}  {}", step.name)
}
