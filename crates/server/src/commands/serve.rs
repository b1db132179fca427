//! `portico serve`

use clap::Args;

use super::block_on;
use crate::ServerBuilder;
use crate::error::ServerError;
use crate::process::{ReloadSignal, StopSignals};

/// How to serve.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Arguments {
    /// Leave background jobs to `portico worker`
    #[arg(long)]
    no_worker: bool,
}

pub(crate) fn execute(builder: ServerBuilder, arguments: Arguments) -> Result<(), ServerError> {
    let builder = if arguments.no_worker {
        builder.without_worker()
    } else {
        builder
    };
    block_on(async {
        let signals = StopSignals::install()?;
        let reloads = ReloadSignal::install()?;
        let server = builder.build().await?;
        tokio::spawn(reloads.follow(server.certificates().cloned()));
        server.run(signals.first()).await
    })
}
