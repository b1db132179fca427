//! The names of states, which storage keeps.

use std::collections::HashSet;

use portico_domain::job::{IdempotencyKey, JobKind, JobState, SealedPayload};

#[test]
fn every_state_is_found_by_its_name() {
    for state in JobState::ALL {
        assert_eq!(JobState::from_name(state.as_str()), Some(state));
    }
    let names: HashSet<_> = JobState::ALL.map(JobState::as_str).into();
    assert_eq!(names.len(), JobState::ALL.len());
}

#[test]
fn a_name_that_no_state_has_finds_none() {
    for name in ["", "Queued", "queued ", "retry"] {
        assert_eq!(JobState::from_name(name), None);
    }
}

#[test]
fn what_is_stored_of_a_job_comes_back_as_it_was() {
    assert_eq!(JobKind::new("welcome_mail").as_str(), "welcome_mail");
    assert_eq!(JobKind::new("welcome_mail").to_string(), "welcome_mail");
    assert_eq!(IdempotencyKey::new("welcome:1").as_str(), "welcome:1");
    let payload = SealedPayload::from_sealed("k1.c2VhbGVk".to_owned());
    assert_eq!(payload.as_str(), "k1.c2VhbGVk");
}
