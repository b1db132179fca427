//! The contract of [`AuditQueries`](domain::ports::AuditQueries).

use std::time::Duration;

use domain::audit::{AuditAction, AuditEvent, AuditFilter, AuditObject, RecordedEvent};
use domain::page::{Page, PageRequest};
use domain::timestamp::Timestamp;
use domain::user::UserId;

use crate::fixtures::{
    A_MOMENT, a_full_origin, a_job, a_session_of, a_user, an_audit_event, an_id,
};
use crate::lists::{first, read_to_end};
use crate::storage::{Storage, commit};

const EVERYTHING: AuditFilter = AuditFilter {
    action: None,
    actor: None,
    subject: None,
    since: None,
};

/// H4: from the barest event to one that says everything, what was refused as what was done. Nobody and nothing that
/// it names need be there.
pub async fn events_come_back_as_they_were(storage: &Storage) {
    let user = a_user().build();
    let full = AuditEvent {
        reason: Some("some_reason"),
        actor: Some(user.id),
        subject: Some(a_user().build().id),
        object: Some(AuditObject::Job(a_job().build().id)),
        session: Some(a_session_of(&user).build().id),
        origin: a_full_origin(),
        ..an_audit_event(AuditAction::LoginFailed)
    };
    let bare = at(1, an_audit_event(AuditAction::RegistrationInitiated));
    let events = [&bare, &full];
    append(storage, &events).await;
    let page = page(storage, &EVERYTHING, first(10)).await;
    assert_eq!(page.rows, events.map(recorded));
    assert_eq!(page.next, None);
}

/// What happened at once is told apart by its id. F5r: nothing is left out or shown twice, whatever happens meanwhile.
pub async fn events_are_listed_newest_first(storage: &Storage) {
    let event = || an_audit_event(AuditAction::LoginSucceeded);
    let events = [3, 1, 4, 1, 5].map(|second| at(second, event()));
    append(storage, &events.each_ref()).await;
    let listed = newest_first(&events);
    assert_eq!(page(storage, &EVERYTHING, first(10)).await.rows, listed);
    for rows in [1, 2, 5] {
        let pages = read_to_end(first(rows), async |request| {
            let page = page(storage, &EVERYTHING, request).await;
            append(storage, &[&at(60, event())]).await;
            page
        });
        let mut old = pages.await.concat();
        old.retain(|event| event.at < at_second(60));
        assert_eq!(old, listed, "{rows} to a page");
    }
}

/// Each alone, and all at once.
pub async fn filters_narrow_together(storage: &Storage) {
    let [one, another] = [a_user().build().id, a_user().build().id];
    let events = of_two(one, another);
    append(storage, &events.each_ref()).await;
    let action = Some(AuditAction::UserUpdated);
    let (actor, subject) = (Some(one), Some(another));
    let since = Some(at_second(2));
    for filter in [
        EVERYTHING,
        AuditFilter {
            action,
            ..EVERYTHING
        },
        AuditFilter {
            actor,
            ..EVERYTHING
        },
        AuditFilter {
            subject,
            ..EVERYTHING
        },
        AuditFilter {
            since,
            ..EVERYTHING
        },
        AuditFilter {
            actor,
            subject,
            ..EVERYTHING
        },
        AuditFilter {
            action,
            actor,
            subject,
            since,
        },
    ] {
        let expected: Vec<_> = events.iter().filter(|it| passes(&filter, it)).collect();
        assert!(!expected.is_empty(), "{filter:?} lets nothing through");
        let pages = read_to_end(first(2), async |request| {
            page(storage, &filter, request).await
        });
        let listed = pages.await.concat();
        assert_eq!(listed, newest_first(expected), "{filter:?}");
    }
}

/// What they did and what happened to them; what is both counts once, however the pages fall.
pub async fn events_of_a_user_are_both_kinds(storage: &Storage) {
    let [one, another] = [a_user().build().id, a_user().build().id];
    let events = of_two(one, another);
    append(storage, &events.each_ref()).await;
    let expected = events.iter();
    let expected = expected.filter(|it| it.actor == Some(one) || it.subject == Some(one));
    let expected = newest_first(expected);
    for rows in [1, 2, 3, 100] {
        let pages = read_to_end(first(rows), async |request| {
            of_user(storage, one, request).await
        });
        assert_eq!(pages.await.concat(), expected, "{rows} to a page");
    }
    let nobody = UserId::from_uuid(an_id());
    assert_eq!(of_user(storage, nobody, first(10)).await.rows, []);
}

/// By each of two users, about each, about nobody, and by nobody.
fn of_two(one: UserId, another: UserId) -> [AuditEvent; 9] {
    let (one, another) = (Some(one), Some(another));
    let updated = AuditAction::UserUpdated;
    [
        (1, updated, one, one),
        (1, updated, one, another),
        (2, updated, another, one),
        (2, AuditAction::UserDisabled, one, another),
        (3, updated, one, another),
        (4, updated, another, another),
        (5, updated, one, None),
        (6, AuditAction::LoginFailed, None, one),
        (6, AuditAction::LoginFailed, None, None),
    ]
    .map(|(second, action, actor, subject)| AuditEvent {
        actor,
        subject,
        ..at(second, an_audit_event(action))
    })
}

fn passes(filter: &AuditFilter, event: &AuditEvent) -> bool {
    filter.action.is_none_or(|it| it == event.action)
        && filter.actor.is_none_or(|it| event.actor == Some(it))
        && filter.subject.is_none_or(|it| event.subject == Some(it))
        && filter.since.is_none_or(|it| event.at >= it)
}

fn at_second(second: u64) -> Timestamp {
    A_MOMENT.plus(Duration::from_secs(second))
}

fn at(second: u64, event: AuditEvent) -> AuditEvent {
    AuditEvent {
        at: at_second(second),
        ..event
    }
}

/// What is read back of an event.
fn recorded(event: &AuditEvent) -> RecordedEvent {
    RecordedEvent {
        id: event.id,
        at: event.at,
        event: event.action.event_name().to_owned(),
        outcome: event.action.outcome(),
        reason: event.reason.map(ToOwned::to_owned),
        actor: event.actor,
        subject: event.subject,
        object: event.object.map(|object| object.to_string()),
        session: event.session,
        origin: event.origin.clone(),
    }
}

fn newest_first<'a>(events: impl IntoIterator<Item = &'a AuditEvent>) -> Vec<RecordedEvent> {
    let mut events: Vec<_> = events.into_iter().map(recorded).collect();
    events.sort_by_key(|event| std::cmp::Reverse((event.at, event.id)));
    events
}

async fn append(storage: &Storage, events: &[&AuditEvent]) {
    let mut unit = storage.begin().await;
    for event in events {
        assert_eq!(unit.audit().append(event).await, Ok(()));
    }
    commit(unit).await;
}

async fn of_user(storage: &Storage, user: UserId, request: PageRequest) -> Page<RecordedEvent> {
    let page = storage.audit.of_user(user, &request).await;
    page.expect("audit events could not be read")
}

async fn page(
    storage: &Storage,
    filter: &AuditFilter,
    request: PageRequest,
) -> Page<RecordedEvent> {
    let page = storage.audit.page(filter, &request).await;
    page.expect("the audit log could not be read")
}

/// Runs the contract of `AuditQueries` on a [`Storage`](crate::storage::Storage).
#[macro_export]
macro_rules! audit_queries_contract {
    ($storage:expr) => {
        $crate::__async_cases!(
            audit_queries,
            $storage,
            events_come_back_as_they_were,
            events_are_listed_newest_first,
            filters_narrow_together,
            events_of_a_user_are_both_kinds,
        );
    };
}
