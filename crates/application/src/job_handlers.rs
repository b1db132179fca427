//! Who does what every worker does.

use crate::exports::MakeExport;
use crate::jobs::JobHandlers;
use crate::purge::PurgeLeftovers;
use crate::{Ports, mail};

/// The handlers of every kind of job.
#[must_use]
pub fn job_handlers(ports: &Ports) -> JobHandlers {
    mail::handlers(ports)
        .with(PurgeLeftovers::new(ports))
        .with(MakeExport::new(ports))
}
