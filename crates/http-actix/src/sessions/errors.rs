//! What a refusal is answered.

use application::sessions::{LogInRefusal, NoSuchSession};

use crate::problem::{ErrorCode, Problem};

impl From<LogInRefusal> for Problem {
    fn from(refusal: LogInRefusal) -> Self {
        match refusal {
            LogInRefusal::InvalidCredentials | LogInRefusal::Disabled => {
                Self::new(ErrorCode::InvalidCredentials)
            }
            LogInRefusal::Throttled(throttled) => throttled.into(),
        }
    }
}

impl From<NoSuchSession> for Problem {
    fn from(_: NoSuchSession) -> Self {
        Self::new(ErrorCode::SessionNotFound)
    }
}
