//! Exports: who may make one, and what is left of the attempts before.

use std::time::Duration;

use portico_domain::export::{Export, ExportId, ExportState};
use portico_domain::timestamp::Timestamp;
use portico_domain::user::UserId;
use uuid::Uuid;

const ASKED_AT: Timestamp = Timestamp::from_unix_micros(1_000_000);

fn an_export() -> Export {
    let (id, user) = (Uuid::from_u128(1), Uuid::from_u128(2));
    Export::new(ExportId::from_uuid(id), UserId::from_uuid(user), ASKED_AT)
}

// I4: a worker whose lease is over does not add to what the next one makes.
#[test]
fn whoever_begins_last_makes_it() {
    let first = an_export().begun(ASKED_AT);
    assert!(first.is_made_by(first.attempt));
    let second = first.with_next_part().begun(ASKED_AT);
    assert!(!second.is_made_by(first.attempt));
    assert!(second.is_made_by(second.attempt));
    assert_eq!(second.next_part().number, 0);
}

#[test]
fn nobody_makes_one_that_was_set_aside_or_is_made() {
    let begun = an_export().begun(ASKED_AT);
    for state in [ExportState::Queued, ExportState::Ready, ExportState::Failed] {
        assert!(
            !begun.at(state, ASKED_AT).is_made_by(begun.attempt),
            "{state:?}"
        );
    }
}

#[test]
fn parts_are_numbered_one_after_the_other_and_kept_by_a_whole_document_alone() {
    let begun = an_export().begun(ASKED_AT);
    let two = begun.with_next_part().with_next_part();
    assert_eq!((two.parts, two.next_part().number), (2, 2));
    assert_eq!(two.at(ExportState::Ready, ASKED_AT).parts, 2);
    for state in [
        ExportState::Queued,
        ExportState::Running,
        ExportState::Failed,
    ] {
        assert_eq!(two.at(state, ASKED_AT).parts, 0, "{state:?}");
    }
}

#[test]
fn it_is_wanted_until_it_is_made_or_its_day_is_over() {
    let end = ASKED_AT.plus(Export::LIFETIME);
    for state in [
        ExportState::Queued,
        ExportState::Running,
        ExportState::Failed,
    ] {
        let export = an_export().at(state, ASKED_AT);
        assert!(
            export.is_wanted(end.minus(Duration::from_micros(1))),
            "{state:?}"
        );
        assert!(!export.is_wanted(end), "{state:?}");
    }
    assert!(
        !an_export()
            .at(ExportState::Ready, ASKED_AT)
            .is_wanted(ASKED_AT)
    );
}
