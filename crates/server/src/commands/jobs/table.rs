//! Jobs, as lines for a terminal.

use domain::job::JobRecord;
use http_actix::rfc3339;

/// A line for each job, below one that names the columns.
pub(super) fn table(jobs: &[JobRecord]) -> String {
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
    use domain::job::{JobKind, JobState};
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
