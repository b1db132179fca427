//! All items of a reader, for a file.

use std::convert::Infallible;
use std::sync::Arc;

use domain::audit::AuditAction;
use domain::item::{Item, ItemScope};
use domain::page::{PageLimit, PageRequest};
use domain::ports::{Clock, ItemQueries, StorageError, UnitOfWorkFactory};
use domain::request_origin::RequestOrigin;
use domain::user::User;

use crate::audit::AuditTrail;
use crate::{Ports, UseCaseError};

/// How many items are in memory at a time.
const BATCH: PageLimit = match PageLimit::new(500) {
    Ok(limit) => limit,
    Err(_) => PageLimit::DEFAULT,
};

/// Begins exports: a superuser gets everybody's items, others their own (F12r).
#[derive(Clone)]
pub struct ExportItems {
    units: Arc<dyn UnitOfWorkFactory>,
    items: Arc<dyn ItemQueries>,
    clock: Arc<dyn Clock>,
    audit: AuditTrail,
}

/// An export under way. Between two batches it holds no connection, so a slow client costs none.
pub struct ItemExport {
    items: Arc<dyn ItemQueries>,
    scope: ItemScope,
    next: Option<PageRequest>,
}

impl ExportItems {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            items: ports.storage.items.clone(),
            clock: ports.system.clock.clone(),
            audit: AuditTrail::new(ports.system.ids.clone()),
        }
    }

    /// Begins an export. It is audited before any item leaves.
    ///
    /// # Errors
    /// Only when something that is needed fails.
    pub async fn execute(
        &self,
        reader: &User,
        origin: &RequestOrigin,
    ) -> Result<ItemExport, UseCaseError<Infallible>> {
        let now = self.clock.now();
        let event = self.audit.event(AuditAction::ItemsExported, now, origin);
        let mut unit = self.units.begin().await?;
        unit.audit().append(&event.by(reader.id)).await?;
        unit.commit().await?;
        let scope = ItemScope::of(reader);
        Ok(ItemExport::begin(self.items.clone(), scope))
    }
}

impl ItemExport {
    /// Begins with the newest item.
    fn begin(items: Arc<dyn ItemQueries>, scope: ItemScope) -> Self {
        Self {
            items,
            scope,
            next: Some(PageRequest::first(BATCH)),
        }
    }

    /// Whose items these are.
    #[must_use]
    pub const fn scope(&self) -> ItemScope {
        self.scope
    }

    /// The next items, newest first; `None` after the last. Items that are added meanwhile are not among them.
    ///
    /// # Errors
    /// When storage cannot be asked: the export is not whole then.
    pub async fn next_batch(&mut self) -> Result<Option<Vec<Item>>, StorageError> {
        let Some(request) = self.next else {
            return Ok(None);
        };
        let page = self.items.page(self.scope, &request).await?;
        self.next = page.next.map(|position| request.after(position));
        Ok(Some(page.rows))
    }
}
