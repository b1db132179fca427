//! `portico doctor`

mod clock;
mod database;
mod finding;
mod keys;
mod passwords;
mod services;

use finding::Finding;

use super::block_on;
use crate::ServerBuilder;
use crate::error::ServerError;
use crate::output::print;

/// Looks at everything that a server needs, says in a line each how it is, and fails when something is wrong. What is in
/// the database is looked at when that is well. Nothing is made or changed, so that it can be asked beside a server that runs (I15).
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
            let database = database::answers(&storage, &builder).await;
            let is_well = !database.is_failure();
            findings.push(database);
            if is_well {
                findings.push(database::migrations(&*storage.schema, builder.settings()).await);
                findings.push(clock::skew(&*storage.health, &builder).await);
                findings.push(passwords::peppers(&*storage.users, &builder).await);
            }
        }
        Err(error) => findings.push(database::cannot_be_opened(&error)),
    }
    findings.push(services::redis(&builder).await);
    findings.push(services::smtp(&builder).await);
    findings.push(keys::ring(&builder));
    Ok(findings)
}
