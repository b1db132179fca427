//! A superuser looks at the recovery mail of an account.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::link::LinkToken;
use domain::mail::{MailContent, RenderedMail};
use domain::ports::{Clock, MailRenderer, SecretGenerator, UnitOfWorkFactory, UserQueries};
use domain::recovery::PasswordReset;
use domain::request_origin::RequestOrigin;
use domain::user::{Email, UserId};

use crate::audit::AuditTrail;
use crate::{Failure, Ports, UseCaseError};

/// The address has no account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the address has no account")]
pub struct UnknownAddress;

/// Renders the mail with a link that does not work: looking at a mail must not be a way into somebody's account.
#[derive(Clone)]
pub struct PreviewRecovery {
    users: Arc<dyn UserQueries>,
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    secrets: Arc<dyn SecretGenerator>,
    renderer: Arc<dyn MailRenderer>,
    audit: AuditTrail,
}

impl PreviewRecovery {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            users: ports.storage.users.clone(),
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            secrets: ports.system.secrets.clone(),
            renderer: ports.mail.renderer.clone(),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Renders the mail, and writes down who looked.
    ///
    /// # Errors
    /// When the address has no account, or the template fails.
    pub async fn execute(
        &self,
        email: &Email,
        actor: UserId,
        origin: &RequestOrigin,
    ) -> Result<RenderedMail, UseCaseError<UnknownAddress>> {
        let found = self.users.find_by_email(email).await?;
        let user = found.ok_or(UseCaseError::Refused(UnknownAddress))?;
        let content = MailContent::PasswordRecovery {
            email: user.email,
            token: LinkToken::generate(&*self.secrets),
            valid_for: PasswordReset::LIFETIME,
        };
        let rendered = self.renderer.render(&content).map_err(Failure::from)?;
        let event = self
            .audit
            .event(AuditAction::RecoveryPreviewed, self.clock.now(), origin);
        let mut unit = self.units.begin().await?;
        unit.audit().append(&event.by(actor).about(user.id)).await?;
        unit.commit().await?;
        Ok(rendered)
    }
}
