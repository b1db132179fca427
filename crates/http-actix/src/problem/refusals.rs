//! What refusals are answered that more than one capability gives.

use application::idempotency::IdempotencyRefusal;
use domain::version::PreconditionFailed;

use super::{ErrorCode, Problem};

impl From<PreconditionFailed> for Problem {
    fn from(_: PreconditionFailed) -> Self {
        Self::new(ErrorCode::PreconditionFailed)
    }
}

impl From<IdempotencyRefusal> for Problem {
    fn from(refusal: IdempotencyRefusal) -> Self {
        Self::new(match refusal {
            IdempotencyRefusal::KeyReused => ErrorCode::IdempotencyKeyReused,
            IdempotencyRefusal::UnderWay => ErrorCode::IdempotencyKeyInUse,
        })
    }
}
