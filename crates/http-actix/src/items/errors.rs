//! What a refusal is answered.

use application::items::{ChangeItemRefusal, CreateItemRefusal, ReadItemRefusal};

use crate::problem::{ErrorCode, Problem};

impl From<CreateItemRefusal> for Problem {
    fn from(refusal: CreateItemRefusal) -> Self {
        match refusal {
            // The token of an account that is gone counts no more; that was only noticed late.
            CreateItemRefusal::OwnerGone => Self::new(ErrorCode::InvalidToken),
            CreateItemRefusal::Idempotency(refusal) => refusal.into(),
        }
    }
}

impl From<ReadItemRefusal> for Problem {
    fn from(refusal: ReadItemRefusal) -> Self {
        Self::new(match refusal {
            ReadItemRefusal::NotFound => ErrorCode::ItemNotFound,
            ReadItemRefusal::NotYours(_) => ErrorCode::NotYourItem,
        })
    }
}

impl From<ChangeItemRefusal> for Problem {
    fn from(refusal: ChangeItemRefusal) -> Self {
        match refusal {
            ChangeItemRefusal::Hidden(refusal) => refusal.into(),
            ChangeItemRefusal::Changed(refusal) => refusal.into(),
        }
    }
}
