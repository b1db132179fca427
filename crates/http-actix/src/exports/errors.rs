//! What a refusal is answered.

use application::exports::{AccountGone, NoExport};

use crate::problem::{ErrorCode, Problem};

impl From<AccountGone> for Problem {
    /// The token of an account that is gone counts no more; that was only noticed late.
    fn from(_: AccountGone) -> Self {
        Self::new(ErrorCode::InvalidToken)
    }
}

impl From<NoExport> for Problem {
    fn from(_: NoExport) -> Self {
        Self::new(ErrorCode::ExportNotFound)
    }
}
