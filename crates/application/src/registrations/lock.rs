//! Finds the registration that a step is about.

use domain::ports::UnitOfWork;
use domain::registration::{Registration, RegistrationKey, StepRefusal};

use crate::UseCaseError;

/// Locks a registration for this unit; steps on one registration are judged one after the other. The wait
/// may be long, so whoever judges by the time reads the clock after it.
pub(super) async fn lock_registration<R: From<StepRefusal>>(
    unit: &mut dyn UnitOfWork,
    key: &RegistrationKey,
) -> Result<Registration, UseCaseError<R>> {
    let found = unit.registrations().lock(key).await?;
    found.ok_or_else(|| UseCaseError::refused(StepRefusal::Gone))
}
