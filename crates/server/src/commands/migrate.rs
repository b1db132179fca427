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

pub(crate) fn execute(builder: ServerBuilder, arguments: Arguments) -> Result<(), ServerError> {
    let action = arguments.action.unwrap_or_default();
    let builder = match action {
        Action::Up => builder,
        // A mistyped path must not become an empty installation.
        Action::Down { .. } | Action::Status => builder.on_existing_storage(),
    };
    block_on(async {
        let schema = builder.storage().await?.schema;
        match action {
            Action::Up => schema.up().await?,
            Action::Down { steps } => down(&*schema, steps).await?,
            Action::Status => {}
        }
        list(&*schema).await
    })
}

/// More steps than were taken are a slip of the finger: what was meant to go is not known.
async fn down(schema: &dyn SchemaMigrator, steps: u32) -> Result<(), ServerError> {
    let status = schema.status().await?;
    let applied = status.iter().filter(|step| step.applied).count();
    if usize::try_from(steps).is_ok_and(|steps| steps <= applied) {
        return Ok(schema.down(steps).await?);
    }
    let reason = format!("cannot take {steps} back: {applied} are applied");
    Err(ServerError::failed("migrations", reason))
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
