//! `portico worker`

use super::block_on;
use crate::ServerBuilder;
use crate::error::ServerError;
use crate::process::StopSignals;
use crate::server::{Loops, WorkerDuties};
use crate::start::StartUp;

pub(crate) fn execute(builder: ServerBuilder) -> Result<(), ServerError> {
    block_on(work(builder))
}

async fn work(builder: ServerBuilder) -> Result<(), ServerError> {
    let stop = StopSignals::install()?.first();
    let settings = builder.settings();
    let (mode, duties) = (settings.storage.migrate, WorkerDuties::of(settings));
    let public_url = settings.public_url(settings.http.bind)?.to_string();
    let _lock = builder.lock()?;
    let ports = builder.assemble(&public_url).await?.ports;
    let start = StartUp {
        schema: ports.storage.schema.clone(),
        mode,
        secrets: ports.system.secrets.clone(),
        first_superuser: None,
    };
    tokio::pin!(stop);
    tokio::select! {
        outcome = start.run() => outcome?,
        () = &mut stop => return Ok(()),
    }
    tracing::info!("ready");
    let jobs = Loops::of_worker(&ports, duties);
    stop.await;
    jobs.finish().await;
    Ok(())
}
