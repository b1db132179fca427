//! The steps by which a worker makes an export, each in a small unit of its own.

use std::sync::Arc;

use domain::export::{Export, ExportId, ExportState};
use domain::ports::{Clock, ExportSealer, StorageError, UnitOfWork, UnitOfWorkFactory};
use domain::user::UserId;

use super::interruption::Interruption;
use crate::Ports;
use crate::jobs::Outbox;
use crate::purge::{Leftover, PurgeJob};

/// Where workers put the parts of exports. Every step looks anew whether the export is still wanted of the one who makes it: two workers
/// with one job never mix their parts.
#[derive(Clone)]
pub(super) struct PartStore {
    units: Arc<dyn UnitOfWorkFactory>,
    sealer: Arc<dyn ExportSealer>,
    clock: Arc<dyn Clock>,
    outbox: Outbox,
}

/// The right of one worker to make an export, until another begins with it.
#[derive(Clone, Copy)]
pub(super) struct Attempt {
    user: UserId,
    export: ExportId,
    number: u32,
}

impl PartStore {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            sealer: ports.crypto.exports.clone(),
            clock: ports.system.clock.clone(),
            outbox: Outbox::new(ports),
        }
    }

    /// Begins to make an export. What an earlier attempt has left of it goes.
    pub(super) async fn begin(&self, user: UserId, id: ExportId) -> Result<Attempt, Interruption> {
        let now = self.clock.now();
        let mut unit = self.units.begin().await?;
        let present = present(&mut *unit, user, id).await?;
        let wanted = present.filter(|it| it.is_wanted(now));
        let begun = wanted.ok_or(Interruption::Unwanted)?.begun(now);
        unit.exports().remove_parts(id).await?;
        unit.exports().save(&begun).await?;
        unit.commit().await?;
        Ok(Attempt {
            user,
            export: id,
            number: begun.attempt,
        })
    }

    /// Stores the next part of the document.
    pub(super) async fn add_part(
        &self,
        attempt: Attempt,
        content: &[u8],
    ) -> Result<(), Interruption> {
        let mut unit = self.units.begin().await?;
        let export = attempt.locked(&mut *unit).await?;
        let part = export.next_part();
        let sealed = self.sealer.seal(part, content)?;
        unit.exports().add_part(part, &sealed).await?;
        unit.exports().save(&export.with_next_part()).await?;
        Ok(unit.commit().await?)
    }

    /// Gives the whole document to its user. It is removed after its day even where nothing else is.
    pub(super) async fn finish(&self, attempt: Attempt) -> Result<(), Interruption> {
        let now = self.clock.now();
        let mut unit = self.units.begin().await?;
        let export = attempt.locked(&mut *unit).await?;
        let ready = export.at(ExportState::Ready, now);
        unit.exports().save(&ready).await?;
        let removal = PurgeJob::of(Leftover::Exports);
        let at = ready.expires_at;
        self.outbox
            .enqueue_at(&mut *unit, &removal, at, now)
            .await?;
        Ok(unit.commit().await?)
    }

    /// Notes in this unit that nobody makes the export for the time being, unless it is made.
    pub(super) async fn set_aside(
        &self,
        unit: &mut dyn UnitOfWork,
        (user, id): (UserId, ExportId),
        state: ExportState,
    ) -> Result<(), StorageError> {
        let present = present(unit, user, id).await?;
        let Some(export) = present.filter(|it| it.state != ExportState::Ready) else {
            return Ok(());
        };
        unit.exports().remove_parts(id).await?;
        unit.exports()
            .save(&export.at(state, self.clock.now()))
            .await
    }
}

impl Attempt {
    async fn locked(self, unit: &mut dyn UnitOfWork) -> Result<Export, Interruption> {
        let present = present(unit, self.user, self.export).await?;
        let own = present.filter(|it| it.is_made_by(self.number));
        own.ok_or(Interruption::Unwanted)
    }
}

/// The export, locked; `None` when the account is gone, or a newer export has taken its place.
async fn present(
    unit: &mut dyn UnitOfWork,
    user: UserId,
    id: ExportId,
) -> Result<Option<Export>, StorageError> {
    if unit.users().lock(user).await?.is_none() {
        return Ok(None);
    }
    let present = unit.exports().lock(user).await?;
    Ok(present.filter(|it| it.id == id))
}
