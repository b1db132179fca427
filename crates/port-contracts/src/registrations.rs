//! The contract of [`RegistrationRepository`](domain::ports::RegistrationRepository).

use std::sync::Arc;

use domain::ports::UnitOfWorkFactory;
use domain::registration::{Registration, RegistrationKey, RegistrationRecord, RegistrationStep};
use domain::timestamp::Timestamp;

use crate::fixtures::{a_password_hash, a_registration};
use crate::race::race;
use crate::storage::{Storage, begin, commit};

const RACERS: u32 = 16;

/// A7, A8: what one unit counts, the next one sees.
pub async fn locked_registrations_are_judged_in_turn(storage: &Storage) {
    let registration = a_registration().build();
    insert(storage, &registration).await;
    let key = registration.record().key;
    race(RACERS as usize, |_| {
        count_an_attempt(Arc::clone(&storage.units), key)
    })
    .await;
    let after = find(storage, &key).await;
    assert_eq!(after.map(|found| found.record().attempts), Some(RACERS));
}

/// At every step, inserted and saved.
pub async fn a_registration_comes_back_as_it_was(storage: &Storage) {
    for step in every_step() {
        let fresh = a_registration().with_email("Ada.L@example.com");
        let inserted = fresh.waiting_for(step.clone()).build();
        insert(storage, &inserted).await;
        let key = inserted.record().key;
        assert_eq!(find(storage, &key).await, Some(inserted));
    }
}

/// Saving stores every field that steps change.
pub async fn a_saved_registration_comes_back_as_it_was(storage: &Storage) {
    let original = a_registration().build();
    insert(storage, &original).await;
    for step in every_step() {
        let changed = Registration::restore(RegistrationRecord {
            key: original.record().key,
            ..a_registration()
                .with_email(original.record().email.as_str())
                .after_attempts(3)
                .after_resends(2)
                .waiting_for(step)
                .build()
                .record()
                .clone()
        });
        save(storage, &changed).await;
        assert_eq!(find(storage, &original.record().key).await, Some(changed));
    }
}

/// A3: no flow, no error.
pub async fn an_unknown_key_finds_nothing(storage: &Storage) {
    insert(storage, &a_registration().build()).await;
    let unknown = a_registration().build();
    assert_eq!(find(storage, &unknown.record().key).await, None);
}

/// A1: many flows for one address can be under way at once.
pub async fn an_address_can_have_many_registrations(storage: &Storage) {
    let flow = || a_registration().with_email("ada@example.com").build();
    let (first, second) = (flow(), flow());
    insert(storage, &first).await;
    insert(storage, &second).await;
    let key = first.record().key;
    assert_eq!(find(storage, &key).await, Some(first));
}

/// A14: those that ended are removed, as many as were asked for; those that live stay.
pub async fn only_expired_registrations_are_purged(storage: &Storage) {
    let (live, ended) = (a_registration().build(), a_registration().build());
    let end = ended.record().expires_at;
    let live = Registration::restore(RegistrationRecord {
        expires_at: Timestamp::from_unix_micros(end.unix_micros() + 1),
        ..live.record().clone()
    });
    let also_ended = a_registration().build();
    for registration in [&live, &ended, &also_ended] {
        insert(storage, registration).await;
    }
    assert_eq!(purge(storage, end, 1).await, 1);
    assert_eq!(purge(storage, end, 10).await, 1);
    assert_eq!(purge(storage, end, 10).await, 0);
    assert_eq!(find(storage, &ended.record().key).await, None);
    let key = live.record().key;
    assert_eq!(find(storage, &key).await, Some(live));
}

async fn purge(storage: &Storage, now: Timestamp, limit: u32) -> u64 {
    let mut unit = storage.begin().await;
    let purged = unit.registrations().purge_expired(now, limit).await;
    commit(unit).await;
    purged.expect("registrations could not be purged")
}

fn every_step() -> [RegistrationStep; 4] {
    let password_hash = a_password_hash();
    [
        RegistrationStep::VerifyOtp,
        RegistrationStep::SetPassword,
        RegistrationStep::Complete { password_hash },
        RegistrationStep::Done,
    ]
}

async fn count_an_attempt(units: Arc<dyn UnitOfWorkFactory>, key: RegistrationKey) {
    let mut unit = begin(&units).await;
    let locked = unit.registrations().lock(&key).await;
    let locked = locked.expect("a registration could not be locked");
    let record = locked.expect("a registration is gone").record().clone();
    // Others get their chance to read the same count, if the lock does not hold them.
    tokio::task::yield_now().await;
    let attempts = record.attempts + 1;
    let counted = Registration::restore(RegistrationRecord { attempts, ..record });
    let saved = unit.registrations().save(&counted).await;
    saved.expect("a registration could not be saved");
    commit(unit).await;
}

async fn insert(storage: &Storage, registration: &Registration) {
    let mut unit = storage.begin().await;
    let inserted = unit.registrations().insert(registration).await;
    inserted.expect("a registration could not be added");
    commit(unit).await;
}

async fn save(storage: &Storage, registration: &Registration) {
    let mut unit = storage.begin().await;
    let key = &registration.record().key;
    let locked = unit.registrations().lock(key).await;
    assert!(matches!(locked, Ok(Some(_))), "{locked:?}");
    let saved = unit.registrations().save(registration).await;
    saved.expect("a registration could not be saved");
    commit(unit).await;
}

async fn find(storage: &Storage, key: &RegistrationKey) -> Option<Registration> {
    let mut unit = storage.begin().await;
    let locked = unit.registrations().lock(key).await;
    locked.expect("a registration could not be read")
}

/// Runs the contract of `RegistrationRepository` on a [`Storage`](crate::storage::Storage).
#[macro_export]
macro_rules! registrations_contract {
    ($storage:expr) => {
        $crate::__async_cases!(
            registrations,
            $storage,
            locked_registrations_are_judged_in_turn,
            a_registration_comes_back_as_it_was,
            a_saved_registration_comes_back_as_it_was,
            an_unknown_key_finds_nothing,
            an_address_can_have_many_registrations,
            only_expired_registrations_are_purged,
        );
    };
}
