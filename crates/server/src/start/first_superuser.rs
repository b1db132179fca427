//! The account that makes a new installation usable (H1).

use std::sync::Arc;

use application::users::{CreateSuperuser, CreateSuperuserCommand, SuperuserCreation, UseCases};
use domain::password::Password;
use domain::ports::{PasswordScreen, SecretGenerator};
use domain::user::Email;
use infra_crypto::readable_text;

use super::obstacle::Obstacle;
use crate::builder::Assembly;
use crate::output::print;
use crate::settings::Settings;

/// Five bits each: 100 bits.
const LENGTH: usize = 20;

/// Makes the first superuser, unless its address has an account.
pub(crate) struct FirstSuperuser {
    email: Email,
    password: Option<Password>,
    accept_guessable: bool,
    create: CreateSuperuser,
    screen: Arc<dyn PasswordScreen>,
    secrets: Arc<dyn SecretGenerator>,
}

impl FirstSuperuser {
    /// `None` in production without a password: nothing is made up there.
    pub(crate) fn of(settings: &Settings, assembly: &Assembly) -> Option<Self> {
        let is_production = settings.environment.is_production();
        let given = &settings.first_superuser;
        (given.password.is_some() || !is_production).then(|| Self {
            email: given.email.clone(),
            password: given.password.clone(),
            accept_guessable: !is_production,
            create: UseCases::new(&assembly.ports, &assembly.policies).create_superuser,
            screen: assembly.ports.crypto.screen.clone(),
            secrets: assembly.ports.system.secrets.clone(),
        })
    }

    pub(super) async fn make(&self) -> Result<(), Obstacle> {
        let password = match &self.password {
            Some(password) => password.clone(),
            None => random_password(&*self.secrets),
        };
        let outcome = self.create.execute(CreateSuperuserCommand {
            email: self.email.clone(),
            password: password.clone(),
            accept_guessable: self.accept_guessable,
        });
        match outcome.await? {
            SuperuserCreation::Created(_) => self.tell(&password),
            SuperuserCreation::AlreadyThere => Ok(()),
        }
    }

    /// To standard output, not to the log: a random password is shown this once and kept nowhere (H2).
    fn tell(&self, password: &Password) -> Result<(), Obstacle> {
        let email = &self.email;
        match &self.password {
            None => print(&format!(
                "First superuser: {email}, password: {}",
                password.expose()
            ))
            .map_err(Obstacle::ForGood),
            Some(given) => {
                tracing::info!(%email, "made the first superuser");
                self.warn_of_weakness(given);
                Ok(())
            }
        }
    }

    fn warn_of_weakness(&self, password: &Password) {
        let words = [self.email.canonical(), self.email.mailbox_name()];
        if self.screen.is_guessable(password, &words) {
            tracing::warn!("the first superuser's password is weak; production would refuse it");
        }
    }
}

/// A password that nobody guesses, and that can be typed.
pub(crate) fn random_password(secrets: &dyn SecretGenerator) -> Password {
    loop {
        if let Ok(password) = Password::parse(&readable_text(LENGTH, secrets)) {
            return password;
        }
    }
}
