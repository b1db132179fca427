//! The use cases that the API calls.

use application::RateGate;
use application::health::{CheckReadiness, Lifecycle};
use application::idempotency::IdempotencyKeys;
use application::mail::SendTestMail;
use application::sessions::ActivityLog;
use http_actix::Services;

use super::Assembly;
use crate::adapters::schema_health::schema_health;

pub(super) fn services(
    assembly: &Assembly,
    lifecycle: &Lifecycle,
    activity: &ActivityLog,
) -> Services {
    let Assembly {
        ports, policies, ..
    } = assembly;
    let mut probes = assembly.probes.clone();
    probes.push(schema_health(
        ports.storage.schema.clone(),
        lifecycle.clone(),
    ));
    Services {
        registrations: application::registrations::UseCases::new(ports, policies),
        sessions: application::sessions::UseCases::new(ports, policies, activity),
        users: application::users::UseCases::new(ports, policies),
        email_changes: application::email_changes::UseCases::new(ports, policies),
        recovery: application::recovery::UseCases::new(ports, policies),
        items: application::items::UseCases::new(ports, policies),
        exports: application::exports::UseCases::new(ports),
        onboarding: application::onboarding::UseCases::new(ports, policies),
        operations: application::operations::UseCases::new(
            ports,
            &application::job_handlers(ports),
        ),
        test_mail: SendTestMail::new(ports),
        idempotency: IdempotencyKeys::new(ports),
        readiness: CheckReadiness::new(lifecycle.clone(), probes),
        ids: ports.system.ids.clone(),
        mailbox: assembly.mailbox.clone(),
        rate_gate: RateGate::new(ports, policies.limits.are_enabled),
        limits: policies.limits,
    }
}
