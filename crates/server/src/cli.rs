//! The command line.

use std::cell::OnceCell;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::ServerBuilder;
use crate::commands::{
    config, create_superuser, doctor, healthcheck, jobs, keys, mail, migrate, openapi, serve, work,
};
use crate::error::ServerError;
use crate::settings::{Settings, Sources};
use crate::telemetry::Outlets;
use crate::{logging, output};

/// Portico, a self-hosted accounts backend.
///
/// Exit codes: 0 done, 1 failed, 2 not a command, 78 the configuration cannot be used.
#[derive(Debug, Parser)]
#[command(name = "portico", version)]
struct Cli {
    /// Read this TOML file over the built-in configuration
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve HTTP and do background jobs
    Serve(serve::Arguments),
    /// Do background jobs only
    Worker,
    /// Apply pending migrations, take some back, or list them
    Migrate(migrate::Arguments),
    /// Make a superuser, unless the address has an account
    CreateSuperuser(create_superuser::Arguments),
    /// Print the OpenAPI document
    Openapi,
    /// Check or show the configuration
    #[command(subcommand)]
    Config(config::Action),
    /// Make token keys, or rotate them
    #[command(subcommand)]
    Keys(keys::Action),
    /// List background jobs, or have one tried again
    #[command(subcommand)]
    Jobs(jobs::Action),
    /// Look at the mails that the server sends
    #[command(subcommand)]
    Mail(mail::Action),
    /// Look at everything that a server needs, and say what is wrong
    Doctor,
    /// Ask the running server whether it is alive
    Healthcheck,
}

/// Runs the command that the process was started with, on the adapters that the settings choose.
#[must_use]
pub fn run() -> ExitCode {
    run_with(Ok)
}

/// The same for a binary with adapters of its own: `adapt` gives them to the builder of each command that uses
/// adapters. Logging has begun by then, and TLS has its default provider.
///
/// ```no_run
/// use std::process::ExitCode;
///
/// fn main() -> ExitCode {
///     portico_server::cli::run_with(|builder| Ok(builder.without_worker()))
/// }
/// ```
#[must_use]
pub fn run_with(
    adapt: impl FnOnce(ServerBuilder) -> Result<ServerBuilder, ServerError>,
) -> ExitCode {
    match execute(Cli::parse(), adapt) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&error);
            error.exit_code()
        }
    }
}

fn execute(
    cli: Cli,
    adapt: impl FnOnce(ServerBuilder) -> Result<ServerBuilder, ServerError>,
) -> Result<(), ServerError> {
    install_cryptography();
    let sources = Sources::of_process(cli.config)?;
    // Dropped last: what the command has to tell is sent before the process ends.
    let outlets = OnceCell::new();
    let start = || adapt(ServerBuilder::new(start(&sources, &outlets)?));
    match cli.command {
        Command::Serve(arguments) => serve::execute(start()?, arguments),
        Command::Worker => work::execute(start()?),
        Command::Migrate(arguments) => migrate::execute(start()?, arguments),
        Command::CreateSuperuser(arguments) => create_superuser::execute(start()?, &arguments),
        Command::Openapi => openapi::execute(),
        Command::Config(action) => config::execute(action, &sources),
        Command::Keys(action) => keys::execute(action, &sources),
        Command::Jobs(action) => jobs::execute(start()?, action),
        Command::Mail(action) => mail::execute(&start()?, action),
        Command::Doctor => doctor::execute(start()?),
        Command::Healthcheck => healthcheck::execute(&Settings::load(&sources)?),
    }
}

/// Settings for a command that logs, and what it logs to besides.
fn start(sources: &Sources, outlets: &OnceCell<Outlets>) -> Result<Settings, ServerError> {
    let settings = Settings::load(sources)?;
    let opened = logging::start(&settings)?;
    outlets.get_or_init(|| opened);
    Ok(settings)
}

/// Two libraries bring a provider of their own; without a default one, TLS would panic.
fn install_cryptography() {
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    if provider.install_default().is_err() {
        tracing::debug!("a TLS provider is installed already");
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_configuration_file_can_be_named_before_and_after_the_command() {
        for words in [
            ["portico", "--config", "p.toml", "serve"],
            ["portico", "serve", "--config", "p.toml"],
        ] {
            let cli = Cli::try_parse_from(words).unwrap();
            assert_eq!(cli.config, Some(PathBuf::from("p.toml")));
        }
    }
}
