//! The database and its schema.

use std::fmt::Display;

use application::StoragePorts;
use domain::ports::{MigrationStatus, SchemaError, SchemaMigrator, Unhealthy};

use super::Finding;
use crate::ServerBuilder;
use crate::error::ServerError;
use crate::settings::{MigrationMode, Settings};

const DATABASE: &str = "database";
const MIGRATIONS: &str = "migrations";

pub(super) async fn answers(storage: &StoragePorts, builder: &ServerBuilder) -> Finding {
    if let Err(reason) = builder.reach_storage().await {
        return unwell(&reason);
    }
    match trial(storage).await {
        Ok(words) => Finding::ok(DATABASE, words),
        Err(reason) => unwell(&reason),
    }
}

/// A schema that is not complete may have no table to write to yet.
async fn trial(storage: &StoragePorts) -> Result<&'static str, Unhealthy> {
    storage.health.check().await?;
    let steps = storage.schema.status().await.unwrap_or_default();
    if steps.is_empty() || steps.iter().any(|step| !step.applied) {
        return Ok("answers");
    }
    storage.health.takes_writes().await?;
    Ok("answers and takes writes")
}

fn unwell(reason: &impl Display) -> Finding {
    Finding::fail(
        DATABASE,
        format!("{reason}; see that it runs and that storage.url is right"),
    )
}

pub(super) fn cannot_be_opened(error: &ServerError) -> Finding {
    let reason = match error {
        ServerError::Failed { reason, .. } => reason.clone(),
        other => other.to_string(),
    };
    Finding::fail(
        DATABASE,
        format!("{reason}; see storage.url, or let `portico migrate up` make the file"),
    )
}

pub(super) async fn migrations(schema: &dyn SchemaMigrator, settings: &Settings) -> Finding {
    match schema.status().await {
        Ok(steps) => judge(&steps, settings.storage.migrate),
        Err(error @ SchemaError::TooNew(_)) => Finding::fail(
            MIGRATIONS,
            format!("{error}; run the release that brought it"),
        ),
        Err(error) => Finding::fail(MIGRATIONS, format!("{error}; see to the database first")),
    }
}

fn judge(steps: &[MigrationStatus], mode: MigrationMode) -> Finding {
    let pending = steps.iter().filter(|step| !step.applied);
    let count = pending.count();
    match mode {
        _ if count == 0 => Finding::ok(MIGRATIONS, format!("all {} are applied", steps.len())),
        MigrationMode::Auto => Finding::warn(
            MIGRATIONS,
            format!("{count} to apply; the next `portico serve` does, or `portico migrate up`"),
        ),
        MigrationMode::Never => Finding::fail(
            MIGRATIONS,
            format!("{count} to apply; `portico migrate up` does"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(applied: &[bool]) -> Vec<MigrationStatus> {
        let step = |applied: &bool| MigrationStatus {
            name: "m".to_owned(),
            applied: *applied,
        };
        applied.iter().map(step).collect()
    }

    // H5
    #[test]
    fn what_is_pending_is_wrong_only_where_nobody_applies_it() {
        for (applied, mode, begins) in [
            (&[true, true], MigrationMode::Never, "ok "),
            (&[true, false], MigrationMode::Auto, "warn"),
            (&[true, false], MigrationMode::Never, "fail"),
        ] {
            let line = judge(&steps(applied), mode).to_string();
            assert!(line.starts_with(begins), "{line}");
        }
    }
}
