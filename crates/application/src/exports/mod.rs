//! The personal-data export: everything that is kept of a user, made by a job and fetched for a day.

mod document;
mod document_writer;
mod export_document;
mod gather;
mod interruption;
mod job_of_export;
mod make_export;
mod part_store;
mod read_export;
mod request_export;
mod rfc3339;

pub use export_document::ExportDocument;
pub use make_export::{MakeExport, PersonalExport};
pub use read_export::{FoundExport, NoExport, ReadExport};
pub use request_export::{RequestExport, RequestExportRefusal};

use crate::Ports;

/// What can be done with exports.
#[derive(Clone)]
pub struct UseCases {
    /// Asks for one.
    pub request: RequestExport,
    /// Looks how far it has come, and fetches it.
    pub read: ReadExport,
}

impl UseCases {
    /// Makes them over these adapters.
    #[must_use]
    pub fn new(ports: &Ports) -> Self {
        Self {
            request: RequestExport::new(ports),
            read: ReadExport::new(ports),
        }
    }
}
