//! What a refusal is answered.

use application::exports::{NoExport, RequestExportRefusal};

use crate::problem::{ErrorCode, Problem};

impl From<RequestExportRefusal> for Problem {
    fn from(refusal: RequestExportRefusal) -> Self {
        match refusal {
            // The token of an account that is gone counts no more; that was only noticed late.
            RequestExportRefusal::AccountGone => Self::new(ErrorCode::InvalidToken),
            RequestExportRefusal::Idempotency(refusal) => refusal.into(),
        }
    }
}

impl From<NoExport> for Problem {
    fn from(_: NoExport) -> Self {
        Self::new(ErrorCode::ExportNotFound)
    }
}
