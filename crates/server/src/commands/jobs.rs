//! `portico jobs list`, `portico jobs retry`

use application::job_handlers;
use application::operations::{ChangeJobCommand, UseCases};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use domain::job::{JobFilter, JobId, JobKind, JobRecord, JobState};
use domain::page::{PageLimit, PageRequest};
use domain::request_origin::RequestOrigin;
use http_actix::rfc3339;

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
    /// Have a dead or cancelled job tried again
    Retry {
        /// The job's id
        id: JobId,
    },
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
    print(&block_on(async {
        let operations = operations(builder).await?;
        match action {
            Action::List(wanted) => list(&operations, wanted).await,
            Action::Retry { id } => retry(&operations, id).await,
        }
    })?)
}

/// Over the database as it is: looking at jobs makes and changes none (I15).
async fn operations(builder: ServerBuilder) -> Result<UseCases, ServerError> {
    let ports = Box::pin(builder.on_existing_storage().assemble(NO_LINKS))
        .await?
        .ports;
    prepare(&*ports.storage.schema, MigrationMode::Never).await?;
    Ok(UseCases::new(&ports, &job_handlers(&ports)))
}

async fn list(operations: &UseCases, wanted: Wanted) -> Result<String, ServerError> {
    let limit = PageLimit::new(wanted.limit).map_err(failed)?;
    let filter = JobFilter {
        state: wanted.state,
        kind: wanted.kind.map(JobKind::new),
    };
    let request = PageRequest::first(limit);
    let found = operations.list_jobs.execute(&filter, &request).await;
    Ok(table(&found.map_err(failed)?.rows))
}

/// Audited without an actor: whoever may run the command is known to the machine alone.
async fn retry(operations: &UseCases, id: JobId) -> Result<String, ServerError> {
    let command = ChangeJobCommand {
        id,
        actor: None,
        origin: RequestOrigin::default(),
    };
    let retried = operations.retry_job.execute(command).await;
    let job = retried.map_err(failed)?;
    Ok(format!("{} ({}) is queued again", job.id, job.kind))
}

fn failed(reason: impl std::fmt::Display) -> ServerError {
    ServerError::failed("jobs", reason)
}

/// A line for each job, below one that names the columns.
fn table(jobs: &[JobRecord]) -> String {
    let kinds = jobs.iter().map(|job| job.kind.as_str().len());
    let width = kinds.max().unwrap_or_default().max("KIND".len());
    let mut lines = vec![format!(
        "{:<36}  {:<9}  {:<width$}  {:<5}  {:<27}  LAST ERROR",
        "ID", "STATE", "KIND", "TRIES", "RUN AT"
    )];
    lines.extend(jobs.iter().map(|job| line(job, width)));
    lines.join("\n")
}

fn line(job: &JobRecord, width: usize) -> String {
    let (state, kind) = (job.state.as_str(), job.kind.as_str());
    let tries = format!("{}/{}", job.attempts, job.max_attempts);
    let error = one_line(job.last_error.as_deref().unwrap_or_default());
    let run_at = rfc3339(job.run_at);
    let line = format!(
        "{}  {state:<9}  {kind:<width$}  {tries:<5}  {run_at}  {error}",
        job.id
    );
    line.trim_end().to_owned()
}

/// What a relay said is not for the terminal to obey.
fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

#[cfg(test)]
mod tests {
    use domain::timestamp::Timestamp;

    use super::*;

    fn a_job(state: JobState, last_error: Option<&str>) -> JobRecord {
        JobRecord {
            id: "01935f4e-7c2a-7b10-8a55-3d2c1b0a9f8e".parse().unwrap(),
            kind: JobKind::new("registration_mail"),
            state,
            attempts: 2,
            max_attempts: 10,
            run_at: Timestamp::from_unix_seconds(1_800_000_000),
            deadline: None,
            last_error: last_error.map(str::to_owned),
            created_at: Timestamp::from_unix_seconds(1_800_000_000),
            finished_at: None,
        }
    }

    #[test]
    fn every_job_is_one_line_below_the_names_of_the_columns() {
        let jobs = [
            a_job(JobState::Queued, None),
            a_job(JobState::Dead, Some("550\r\n\u{1b}[2Jgone")),
        ];
        let table = table(&jobs);
        let lines: Vec<_> = table.lines().collect();
        let id = "01935f4e-7c2a-7b10-8a55-3d2c1b0a9f8e";
        let job = "registration_mail  2/10   2027-01-15T08:00:00.000000Z";
        assert_eq!(lines.len(), 3, "{table}");
        assert_eq!(lines[1], format!("{id}  queued     {job}"));
        assert_eq!(lines[2], format!("{id}  dead       {job}  550   [2Jgone"));
        assert_eq!(lines[0].find("TRIES"), lines[1].find("2/10"));
    }
}
