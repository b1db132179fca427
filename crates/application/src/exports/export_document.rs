//! The document of a ready export, as it is fetched.

use std::sync::Arc;

use domain::export::{Export, ExportPart};
use domain::ports::{ExportQueries, ExportSealer, StorageError};

use crate::{Failure, Ports};

/// Opens parts of documents.
#[derive(Clone)]
pub(super) struct Archive {
    exports: Arc<dyn ExportQueries>,
    sealer: Arc<dyn ExportSealer>,
}

/// A document of which some was read. Between two parts it holds no connection, so a slow client costs none.
pub struct ExportDocument {
    archive: Archive,
    /// What was read and not taken yet.
    ahead: Option<Vec<u8>>,
    next: ExportPart,
    parts: u32,
}

impl Archive {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            exports: ports.storage.exports.clone(),
            sealer: ports.crypto.exports.clone(),
        }
    }

    /// The document of a ready export; `None` when it is gone already.
    pub(super) async fn document(
        &self,
        export: &Export,
    ) -> Result<Option<ExportDocument>, Failure> {
        let first = ExportPart {
            export: export.id,
            number: 0,
        };
        let content = self.open(first).await?;
        Ok(content.map(|content| ExportDocument {
            archive: self.clone(),
            ahead: Some(content),
            next: first,
            parts: export.parts,
        }))
    }

    async fn open(&self, part: ExportPart) -> Result<Option<Vec<u8>>, Failure> {
        let sealed = self.exports.part(part).await?;
        let content = sealed.map(|sealed| self.sealer.open(part, &sealed));
        Ok(content.transpose()?)
    }
}

impl ExportDocument {
    /// The next bytes of the JSON text; `None` after the last.
    ///
    /// # Errors
    /// When they cannot be read, or are gone: the document is not whole then.
    pub async fn next_part(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        if self.next.number >= self.parts {
            return Ok(None);
        }
        let content = match self.ahead.take() {
            Some(content) => content,
            None => self.archive.open(self.next).await?.ok_or_else(gone)?,
        };
        self.next.number += 1;
        Ok(Some(content))
    }
}

/// A newer one has taken its place, its day is over, or the account is gone.
fn gone() -> Failure {
    StorageError::Failed("a part of the export is gone".to_owned()).into()
}
