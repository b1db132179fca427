//! `portico create-superuser`

use std::io;

use application::users::{CreateSuperuserCommand, SuperuserCreation, UseCases};
use clap::Args;
use domain::password::Password;
use domain::user::Email;
use infra_system::SystemSecrets;

use super::{NO_LINKS, block_on};
use crate::ServerBuilder;
use crate::error::ServerError;
use crate::output::print;
use crate::settings::Settings;
use crate::start::{prepare, random_password};

/// Whom to make a superuser.
#[derive(Clone, Debug, Args)]
pub(crate) struct Arguments {
    /// Address of the account
    #[arg(long, value_parser = |text: &str| Email::parse(text))]
    email: Email,
    /// Read the password from standard input; otherwise it is that of the configuration
    #[arg(long)]
    password_stdin: bool,
}

/// A password, and whether the operator has yet to be told it.
struct Chosen {
    password: Password,
    is_random: bool,
}

pub(crate) fn execute(builder: ServerBuilder, arguments: &Arguments) -> Result<(), ServerError> {
    let settings = builder.settings();
    let chosen = choose(settings, arguments)?;
    let command = CreateSuperuserCommand {
        email: arguments.email.clone(),
        password: chosen.password.clone(),
        accept_guessable: !settings.environment.is_production(),
    };
    let creation = block_on(create(builder, command))?;
    print(&report(&creation, &arguments.email, &chosen))
}

fn choose(settings: &Settings, arguments: &Arguments) -> Result<Chosen, ServerError> {
    let configured = &settings.first_superuser.password;
    let (password, is_random) = if arguments.password_stdin {
        (read_password(io::stdin().lines())?, false)
    } else if let Some(password) = configured {
        (password.clone(), false)
    } else if settings.environment.is_production() {
        let reason = "give it with --password-stdin or PORTICO__FIRST_SUPERUSER__PASSWORD_FILE";
        return Err(ServerError::failed("no password", reason));
    } else {
        (random_password(&SystemSecrets), true)
    };
    Ok(Chosen {
        password,
        is_random,
    })
}

fn read_password(
    mut lines: impl Iterator<Item = io::Result<String>>,
) -> Result<Password, ServerError> {
    let line = lines.next().transpose()?.unwrap_or_default();
    Password::parse(&line).map_err(|error| ServerError::failed("password", error))
}

async fn create(
    builder: ServerBuilder,
    command: CreateSuperuserCommand,
) -> Result<SuperuserCreation, ServerError> {
    let mode = builder.settings().storage.migrate;
    let assembly = builder.assemble(NO_LINKS).await?;
    prepare(&*assembly.ports.storage.schema, mode).await?;
    UseCases::new(&assembly.ports, &assembly.policies)
        .create_superuser
        .execute(command)
        .await
        .map_err(|error| ServerError::failed("superuser", error))
}

fn report(creation: &SuperuserCreation, email: &Email, chosen: &Chosen) -> String {
    match creation {
        SuperuserCreation::AlreadyThere => {
            format!("{email} has an account already; nothing was changed")
        }
        SuperuserCreation::Created(_) if chosen.is_random => {
            format!(
                "{email} is a superuser, password: {}",
                chosen.password.expose()
            )
        }
        SuperuserCreation::Created(_) => format!("{email} is a superuser"),
    }
}
