//! `portico jobs list`, `portico jobs retry`

mod retry;
mod table;

use application::job_handlers;
use application::operations::UseCases;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use domain::job::{JobFilter, JobKind, JobState};
use domain::page::{PageLimit, PageRequest};

use super::{NO_LINKS, block_on};
use crate::ServerBuilder;
use crate::error::ServerError;
use crate::output::print;
use crate::settings::MigrationMode;
use crate::start::prepare;

/// What to do with background jobs.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Action {
    /// List jobs, newest first
    List(Wanted),
    /// Have a dead or cancelled job tried again, one that waits at once, or all dead ones
    Retry(retry::Wanted),
}

/// Which jobs to list.
#[derive(Clone, Debug, Args)]
pub(crate) struct Wanted {
    /// Only jobs in this state
    #[arg(long, value_parser = states())]
    state: Option<JobState>,
    /// Only jobs of this kind
    #[arg(long)]
    kind: Option<String>,
    /// How many at the most
    #[arg(long, default_value_t = PageLimit::DEFAULT.get(), value_parser = clap::value_parser!(u16).range(..=i64::from(PageLimit::MAX)))]
    limit: u16,
}

/// Shows the states in the help, and takes no other.
fn states() -> impl TypedValueParser<Value = JobState> {
    let names = PossibleValuesParser::new(JobState::ALL.map(JobState::as_str));
    names.try_map(|name| JobState::from_name(&name).ok_or("no such state"))
}

pub(crate) fn execute(builder: ServerBuilder, action: Action) -> Result<(), ServerError> {
    block_on(async {
        let operations = operations(builder).await?;
        match action {
            Action::List(wanted) => list(&operations, wanted).await,
            Action::Retry(wanted) => retry::execute(&operations, wanted).await,
        }
    })
}

/// Over the database and the keys as they are: looking at jobs makes and changes none (I15).
async fn operations(builder: ServerBuilder) -> Result<UseCases, ServerError> {
    let builder = builder.on_existing_storage().with_present_keys()?;
    let ports = Box::pin(builder.assemble(NO_LINKS)).await?.ports;
    prepare(&*ports.storage.schema, MigrationMode::Never).await?;
    Ok(UseCases::new(&ports, &job_handlers(&ports)))
}

async fn list(operations: &UseCases, wanted: Wanted) -> Result<(), ServerError> {
    let limit = PageLimit::new(wanted.limit).map_err(failed)?;
    let filter = JobFilter {
        state: wanted.state,
        kind: wanted.kind.map(JobKind::new),
    };
    let request = PageRequest::first(limit);
    let found = operations.list_jobs.execute(&filter, &request).await;
    print(&table::table(&found.map_err(failed)?.rows))
}

fn failed(reason: impl std::fmt::Display) -> ServerError {
    ServerError::failed("jobs", reason)
}
