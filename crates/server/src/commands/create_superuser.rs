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
    let chosen = choose(settings, arguments, io::stdin().lines())?;
    let command = CreateSuperuserCommand {
        email: arguments.email.clone(),
        password: chosen.password.clone(),
        accept_guessable: !settings.environment.is_production(),
    };
    let creation = block_on(create(builder, command))?;
    print(&report(&creation, &arguments.email, &chosen))
}

fn choose(
    settings: &Settings,
    arguments: &Arguments,
    input: impl Iterator<Item = io::Result<String>>,
) -> Result<Chosen, ServerError> {
    let configured = &settings.first_superuser.password;
    let (password, is_random) = if arguments.password_stdin {
        (read_password(input)?, false)
    } else if let Some(password) = configured {
        (password.clone(), false)
    } else if settings.environment.is_production() {
        let reason = "give it with --password-stdin or PORTICO__FIRST_SUPERUSER__PASSWORD_FILE";
        return Err(ServerError::failed("no password", reason));
    } else {
        (random_password(&SystemSecrets), true)
    };
    let password = settings
        .accept_superuser_password(password, &arguments.email)
        .map_err(refused)?;
    Ok(Chosen {
        password,
        is_random,
    })
}

fn read_password(
    mut lines: impl Iterator<Item = io::Result<String>>,
) -> Result<Password, ServerError> {
    let line = lines.next().transpose()?.unwrap_or_default();
    Password::parse(&line).map_err(refused)
}

fn refused(reason: impl std::fmt::Display) -> ServerError {
    ServerError::failed("password", reason)
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

#[cfg(test)]
mod tests {
    use infra_crypto::KeyRing;

    use super::*;
    use crate::settings::Sources;

    fn settings(environment: &str) -> Settings {
        let variables = [
            ("PORTICO__ENVIRONMENT", environment.to_owned()),
            (
                "PORTICO__TOKENS__KEYS",
                KeyRing::generate_entry(&SystemSecrets),
            ),
            (
                "PORTICO__MAIL__URL",
                "smtp://mail.example.com:587".to_owned(),
            ),
            (
                "PORTICO__HTTP__PUBLIC_URL",
                "https://accounts.example.com".to_owned(),
            ),
        ];
        let sources = Sources {
            variables: variables
                .map(|(name, value)| (name.to_owned(), value))
                .into(),
            ..Sources::default()
        };
        Settings::load(&sources).unwrap()
    }

    fn typed(environment: &str, line: &str) -> Result<Chosen, ServerError> {
        let arguments = Arguments {
            email: Email::parse("mary.sedgwick@acme.example").unwrap(),
            password_stdin: true,
        };
        let input = std::iter::once(Ok(line.to_owned()));
        choose(&settings(environment), &arguments, input)
    }

    // H1: as the configuration's own is.
    #[test]
    fn production_refuses_a_typed_password_that_anybody_may_know() {
        for weak in [
            "changethis",
            "correct-horse-battery-staple",
            "mary.sedgwick1",
        ] {
            assert!(typed("development", weak).is_ok(), "{weak}");
            let refused = typed("production", weak).err().map(|it| it.to_string());
            assert!(refused.is_some_and(|it| !it.contains(weak)), "{weak}");
        }
        assert!(typed("production", "nobody-has-read-this-one").is_ok());
    }
}
