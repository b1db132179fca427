//! The mail that shows that mail works, for whoever set it up.

use std::convert::Infallible;
use std::sync::Arc;

use domain::job::{JobFailure, JobPolicy};
use domain::mail::MailContent;
use domain::ports::{Clock, UnitOfWorkFactory};
use domain::user::Email;
use serde::{Deserialize, Serialize};

use super::delivery::MAIL_POLICY;
use super::plain::PlainMail;
use crate::jobs::{JobPayload, Outbox};
use crate::{Ports, UseCaseError};

/// Where to send it.
#[derive(Serialize, Deserialize)]
pub struct TestMail {
    to: String,
}

impl JobPayload for TestMail {
    const KIND: &'static str = "test_mail";
    const POLICY: JobPolicy = MAIL_POLICY;
}

impl PlainMail for TestMail {
    fn to(&self) -> &str {
        &self.to
    }

    fn content(&self) -> Result<MailContent, JobFailure> {
        Ok(MailContent::Test)
    }
}

/// Has a test mail sent.
#[derive(Clone)]
pub struct SendTestMail {
    units: Arc<dyn UnitOfWorkFactory>,
    clock: Arc<dyn Clock>,
    outbox: Outbox,
}

impl SendTestMail {
    /// Makes the use case over these adapters.
    #[must_use]
    pub fn new(ports: &Ports) -> Self {
        Self {
            units: ports.storage.units.clone(),
            clock: ports.system.clock.clone(),
            outbox: Outbox::new(ports),
        }
    }

    /// Promises the mail; a worker sends it.
    ///
    /// # Errors
    /// Only when something that is needed fails.
    pub async fn execute(&self, to: &Email) -> Result<(), UseCaseError<Infallible>> {
        let mail = TestMail {
            to: to.as_str().to_owned(),
        };
        let mut unit = self.units.begin().await?;
        self.outbox
            .enqueue(&mut *unit, &mail, self.clock.now())
            .await?;
        unit.commit().await?;
        self.outbox.announce().await;
        Ok(())
    }
}
