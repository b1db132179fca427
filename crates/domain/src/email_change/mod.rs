//! A change of an account's address that must be proven, and can be taken back (F7r).

mod record;

pub use record::{ConfirmRefusal, EmailChange, EmailChangeId, EmailChangeStage, UndoRefusal};
