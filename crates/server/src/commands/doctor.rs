//! `portico doctor`

mod clock;
mod database;
mod finding;
mod keys;
mod services;

use finding::Finding;

use super::block_on;
use crate::ServerBuilder;
use crate::error::ServerError;
use crate::output::print;

/// Looks at everything that a server needs, says in a line each how it is, and fails when something is wrong. Nothing is
/// made or changed, so that it can be asked beside a server that runs (I15).
pub(crate) fn execute(builder: ServerBuilder) -> Result<(), ServerError> {
    let findings = block_on(examine(builder.on_existing_storage()))?;
    let lines: Vec<_> = findings.iter().map(ToString::to_string).collect();
    print(&lines.join("\n"))?;
    match findings.iter().filter(|it| it.is_failure()).count() {
        0 => Ok(()),
        wrong => Err(ServerError::failed(
            "doctor",
            format!("{wrong} of {} checks failed", findings.len()),
        )),
    }
}

async fn examine(builder: ServerBuilder) -> Result<Vec<Finding>, ServerError> {
    let mut findings = Vec::new();
    match builder.storage().await {
        Ok(storage) => {
            findings.push(database::answers(&*storage.health).await);
            findings.push(database::migrations(&*storage.schema, builder.settings()).await);
            findings.push(clock::skew(&*storage.health, &builder).await);
        }
        Err(error) => findings.push(database::cannot_be_opened(&error)),
    }
    findings.push(services::redis(&builder).await);
    findings.push(services::smtp(&builder).await);
    findings.push(keys::ring(&builder));
    Ok(findings)
}
