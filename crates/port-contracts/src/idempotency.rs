//! The contract of [`IdempotencyRepository`](domain::ports::IdempotencyRepository).

use std::sync::Arc;
use std::time::Duration;

use domain::idempotency::{IdempotencyClaim, IdempotentRequest, StoredReply};
use domain::ports::UnitOfWorkFactory;
use domain::timestamp::Timestamp;
use domain::user::User;

use crate::fixtures::{a_stored_reply, a_user, an_idempotent_request_of};
use crate::race::race;
use crate::storage::{Storage, begin, commit};

const ROUNDS: usize = 4;
const RACERS: usize = 8;

/// Of many that come at once, one is done, and the others are told its reply; one that was given up never came.
pub async fn a_key_is_fresh_once(storage: &Storage) {
    let user = added_user(storage).await;
    for _ in 0..ROUNDS {
        let request = an_idempotent_request_of(&user);
        let mut given_up = storage.begin().await;
        let claim = given_up.idempotency().claim(&request).await;
        assert_eq!(claim, Ok(IdempotencyClaim::Fresh));
        drop(given_up);

        let mut done = race(RACERS, |number| {
            do_once(Arc::clone(&storage.units), request, number)
        })
        .await;
        let fresh = done.iter().filter(|(is_fresh, _)| *is_fresh).count();
        assert_eq!(fresh, 1);
        done.dedup_by(|(_, one), (_, other)| one == other);
        assert_eq!(done.len(), 1, "two replies to one request");
    }
}

/// The key says nothing about another request; another key nothing about this one.
pub async fn another_body_is_a_mismatch(storage: &Storage) {
    let user = added_user(storage).await;
    let (request, other) = (
        an_idempotent_request_of(&user),
        an_idempotent_request_of(&user),
    );
    let reply = a_stored_reply();
    answer(storage, &request, &reply).await;
    let other_body = IdempotentRequest {
        fingerprint: other.fingerprint,
        ..request
    };
    let other_key = IdempotentRequest {
        key: other.key,
        ..request
    };
    for (request, expected) in [
        (other_body, IdempotencyClaim::Mismatch),
        (other_key, IdempotencyClaim::Fresh),
        (request, IdempotencyClaim::Done(reply)),
    ] {
        assert_eq!(claim(storage, &request).await, expected);
    }
}

/// At its moment and not before, for whatever comes then.
pub async fn an_old_key_is_free_again(storage: &Storage) {
    let user = added_user(storage).await;
    let request = an_idempotent_request_of(&user);
    let reply = a_stored_reply();
    answer(storage, &request, &reply).await;
    let end = request.expires_at();
    let at = |at| IdempotentRequest { at, ..request };
    let just_before = at(end.minus(Duration::from_micros(1)));
    let kept = IdempotencyClaim::Done(reply);
    assert_eq!(claim(storage, &just_before).await, kept);
    let another = IdempotentRequest {
        fingerprint: an_idempotent_request_of(&user).fingerprint,
        ..at(end)
    };
    let other_reply = StoredReply {
        status: 409,
        ..a_stored_reply()
    };
    answer(storage, &another, &other_reply).await;
    let done = IdempotencyClaim::Done(other_reply);
    assert_eq!(claim(storage, &another).await, done);
}

/// Byte by byte, whatever it says and does not say.
pub async fn a_kept_reply_comes_back_as_it_was(storage: &Storage) {
    let user = added_user(storage).await;
    let full = a_stored_reply();
    let bare = StoredReply {
        status: 999,
        tag: None,
        body: Vec::new(),
    };
    let raw = StoredReply {
        body: (0..=u8::MAX).cycle().take(100_000).collect(),
        ..full.clone()
    };
    for reply in [full, bare, raw] {
        let request = an_idempotent_request_of(&user);
        answer(storage, &request, &reply).await;
        let found = claim(storage, &request).await;
        assert_eq!(found, IdempotencyClaim::Done(reply));
    }
}

/// As many as were asked for, at their moment and not before.
pub async fn only_old_keys_are_purged(storage: &Storage) {
    let user = added_user(storage).await;
    let [kept, one, another] = [(); 3].map(|()| an_idempotent_request_of(&user));
    let kept = IdempotentRequest {
        at: one.at.plus(Duration::from_micros(1)),
        ..kept
    };
    for request in [&kept, &one, &another] {
        answer(storage, request, &a_stored_reply()).await;
    }
    let end = one.expires_at();
    assert_eq!(purge(storage, end, 1).await, 1);
    assert_eq!(purge(storage, end, 10).await, 1);
    assert_eq!(purge(storage, end, 10).await, 0);
    let done = IdempotencyClaim::Done(a_stored_reply());
    assert_eq!(claim(storage, &kept).await, done);
    assert_eq!(claim(storage, &one).await, IdempotencyClaim::Fresh);
}

/// Who was removed a moment ago cannot ask again, and the unit goes on to say so in its own words.
pub async fn nothing_is_kept_for_who_is_gone(storage: &Storage) {
    let user = added_user(storage).await;
    let orphan = an_idempotent_request_of(&a_user().build());
    answer(storage, &orphan, &a_stored_reply()).await;
    let same_key = IdempotentRequest {
        user: user.id,
        ..orphan
    };
    assert_eq!(claim(storage, &same_key).await, IdempotencyClaim::Fresh);
}

async fn added_user(storage: &Storage) -> User {
    let user = a_user().build();
    storage.add_user(&user).await;
    user
}

/// Does a request unless it was done; gives whether it was, and the reply. Each racer would reply in its own way.
async fn do_once(
    units: Arc<dyn UnitOfWorkFactory>,
    request: IdempotentRequest,
    number: usize,
) -> (bool, StoredReply) {
    let mut unit = begin(&units).await;
    let claim = unit.idempotency().claim(&request).await;
    match claim.expect("a key could not be claimed") {
        IdempotencyClaim::Done(reply) => return (false, reply),
        claim => assert_eq!(claim, IdempotencyClaim::Fresh),
    }
    // Others get their chance to take the key as well, if the claim does not hold them.
    tokio::task::yield_now().await;
    let reply = StoredReply {
        body: number.to_string().into(),
        ..a_stored_reply()
    };
    let kept = unit.idempotency().keep(&request.key, &reply).await;
    kept.expect("a reply could not be kept");
    commit(unit).await;
    (true, reply)
}

/// Does a request that is fresh.
async fn answer(storage: &Storage, request: &IdempotentRequest, reply: &StoredReply) {
    let mut unit = storage.begin().await;
    let claim = unit.idempotency().claim(request).await;
    assert_eq!(claim, Ok(IdempotencyClaim::Fresh));
    let kept = unit.idempotency().keep(&request.key, reply).await;
    assert_eq!(kept, Ok(()));
    commit(unit).await;
}

/// What a request would be told; it is not done.
async fn claim(storage: &Storage, request: &IdempotentRequest) -> IdempotencyClaim {
    let mut unit = storage.begin().await;
    let claim = unit.idempotency().claim(request).await;
    claim.expect("a key could not be claimed")
}

async fn purge(storage: &Storage, now: Timestamp, limit: u32) -> u64 {
    let mut unit = storage.begin().await;
    let purged = unit.idempotency().purge_expired(now, limit).await;
    commit(unit).await;
    purged.expect("keys could not be purged")
}

/// Runs the contract of `IdempotencyRepository` on a [`Storage`](crate::storage::Storage).
#[macro_export]
macro_rules! idempotency_contract {
    ($storage:expr) => {
        $crate::__async_cases!(
            idempotency,
            $storage,
            a_key_is_fresh_once,
            another_body_is_a_mismatch,
            an_old_key_is_free_again,
            a_kept_reply_comes_back_as_it_was,
            only_old_keys_are_purged,
            nothing_is_kept_for_who_is_gone,
        );
    };
}
