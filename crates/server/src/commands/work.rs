//! `portico worker`

use std::future::Future;

use application::Ports;

use application::operations::RecordStart;

use super::block_on;
use crate::ServerBuilder;
use crate::error::ServerError;
use crate::metrics::{self, MetricsListener};
use crate::process::StopSignals;
use crate::server::{Loops, WorkerDuties};
use crate::settings::{MigrationMode, warn_of_exposure};
use crate::start::StartUp;

pub(crate) fn execute(builder: ServerBuilder) -> Result<(), ServerError> {
    block_on(work(builder))
}

async fn work(builder: ServerBuilder) -> Result<(), ServerError> {
    let stop = StopSignals::install()?.first();
    let settings = builder.settings();
    let (mode, duties) = (settings.storage.migrate, WorkerDuties::of(settings));
    let public_url = settings.public_url(settings.http.bind)?.to_string();
    let metrics = MetricsListener::open(&settings.http)?;
    warn_of_exposure(settings);
    let _lock = builder.lock()?;
    let assembly = builder.assemble(&public_url).await?;
    let metrics = metrics.map(|metrics| metrics.over(&assembly));
    metrics::beside(metrics, do_jobs(&assembly.ports, mode, duties, stop)).await
}

async fn do_jobs(
    ports: &Ports,
    mode: MigrationMode,
    duties: WorkerDuties,
    stop: impl Future<Output = ()>,
) -> Result<(), ServerError> {
    let start = StartUp {
        schema: ports.storage.schema.clone(),
        mode,
        secrets: ports.system.secrets.clone(),
        first_superuser: None,
        record: Some((RecordStart::new(ports), "worker")),
    };
    tokio::pin!(stop);
    tokio::select! {
        outcome = start.run() => outcome?,
        () = &mut stop => return Ok(()),
    }
    tracing::info!("ready");
    let jobs = Loops::of_worker(ports, duties);
    stop.await;
    jobs.finish().await;
    Ok(())
}
