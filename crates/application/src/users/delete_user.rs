//! An account and everything of it goes.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::cache::CacheScope;
use domain::ports::{Clock, SessionQueries, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::user::{LastSuperuser, UserId};
use domain::version::{Precondition, PreconditionFailed};

use crate::audit::AuditTrail;
use crate::caches::ListAnnouncer;
use crate::sessions::Announcer;
use crate::{Policies, Ports, UseCaseError};

/// Whom to delete.
#[derive(Clone, Debug)]
pub struct DeleteUserCommand {
    /// The account.
    pub id: UserId,
    /// Whether the request's token had not expired.
    pub is_token_fresh: bool,
    /// What the actor has seen of it.
    pub precondition: Precondition,
    /// Who wants it: the account's owner, or a superuser.
    pub actor: UserId,
    /// Where the request came from.
    pub origin: RequestOrigin,
}

/// Why an account was not deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeleteUserRefusal {
    /// To delete the own account wants a token that has not expired (security.md 2.5).
    #[error("a token that has expired is not enough")]
    StaleToken,
    /// There is no such account.
    #[error("there is no such account")]
    NotFound,
    /// Superusers delete each other, not themselves.
    #[error("superusers do not delete themselves")]
    OwnSuperuser,
    /// There must be one active superuser (F4r).
    #[error(transparent)]
    LastSuperuser(#[from] LastSuperuser),
    /// It has changed since the actor saw it.
    #[error(transparent)]
    Changed(#[from] PreconditionFailed),
}

/// Deletes an account with its items, sessions, links and cached copies.
#[derive(Clone)]
pub struct DeleteUser {
    wants_fresh_token: bool,
    units: Arc<dyn UnitOfWorkFactory>,
    sessions: Arc<dyn SessionQueries>,
    clock: Arc<dyn Clock>,
    announcer: Announcer,
    lists: ListAnnouncer,
    audit: AuditTrail,
}

impl DeleteUser {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            wants_fresh_token: policies.accounts.deletion_wants_fresh_token,
            units: ports.storage.units.clone(),
            sessions: ports.storage.sessions.clone(),
            clock: ports.system.clock.clone(),
            announcer: Announcer::new(ports),
            lists: ListAnnouncer::new(ports),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Deletes the account.
    ///
    /// # Errors
    /// When there is none, it has changed meanwhile, it is the actor's own and a superuser's, no active superuser
    /// would be left, or the token is not fresh enough.
    pub async fn execute(
        &self,
        command: DeleteUserCommand,
    ) -> Result<(), UseCaseError<DeleteUserRefusal>> {
        let (id, actor) = (command.id, command.actor);
        if self.wants_fresh_token && actor == id && !command.is_token_fresh {
            return Err(UseCaseError::Refused(DeleteUserRefusal::StaleToken));
        }
        let now = self.clock.now();
        let mut unit = self.units.begin().await?;
        let locked = unit.users().lock_with_superusers(id).await?;
        let locked = locked.ok_or(UseCaseError::Refused(DeleteUserRefusal::NotFound))?;
        if actor == id && locked.user.is_superuser {
            return Err(UseCaseError::Refused(DeleteUserRefusal::OwnSuperuser));
        }
        let precondition = command.precondition.check(locked.user.version);
        precondition.map_err(UseCaseError::refused)?;
        locked.may_become(None).map_err(UseCaseError::refused)?;
        // From here on nobody starts another one.
        let sessions = self.sessions.live_of_user(id, now).await?;
        unit.users().delete(&locked.user).await?;
        let event = self
            .audit
            .event(AuditAction::UserDeleted, now, &command.origin);
        unit.audit().append(&event.by(actor).about(id)).await?;
        unit.commit().await?;

        self.announcer.deleted(id, &sessions).await;
        self.lists
            .changed(&[CacheScope::ItemsOf(id), CacheScope::AllItems])
            .await;
        Ok(())
    }
}
