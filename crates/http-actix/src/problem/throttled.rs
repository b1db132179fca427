//! What is answered to something that came too often.

use application::TooMany;
use domain::throttle::Throttled;

use super::{ErrorCode, Problem};

impl From<TooMany> for Problem {
    fn from(TooMany { retry_after }: TooMany) -> Self {
        Self::new(ErrorCode::TooManyRequests).retry_after(retry_after)
    }
}

impl From<Throttled> for Problem {
    fn from(Throttled { retry_after }: Throttled) -> Self {
        Self::new(ErrorCode::TooManyRequests).retry_after(retry_after)
    }
}
