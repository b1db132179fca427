//! The code comes back (F7r, A4, A6, A7, A12).

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use domain::email_change::ConfirmRefusal;
use domain::user::User;
use portico_application::UseCaseError;
use portico_application::email_changes::ConfirmEmailChangeRefusal;
use portico_application::purge::{Leftover, Purge};
use portico_application::sessions::IssuedToken;
use portico_application::users::AccountTaken;

use super::{kim, kim_unlimited, nothing_pending, refused};
use crate::world::{
    Confirmation, PASSWORD, World, a_world, a_world_with, address, every_fault_leaves_nothing,
    race, wrong_code,
};

// F7r
#[tokio::test]
async fn the_right_code_makes_the_address_the_accounts() {
    let (world, kim, token) = kim().await;
    let (moved, _) = world.complete_move(&kim, "New@example.com").await;
    assert_eq!(moved.email.as_str(), "New@example.com");
    assert_eq!(moved.pending_email, None);
    assert_eq!(world.record_of(kim.id).await, Some(moved.clone()));
    let sender = world.authenticate(token.token.expose()).await;
    assert_eq!(sender.expect("a live token").user, moved);
    assert!(world.log_in("new@example.com", PASSWORD).await.is_ok());
    assert!(world.log_in("kim@example.com", PASSWORD).await.is_err());
}

// B10, H4
#[tokio::test]
async fn the_old_address_is_told_and_the_change_is_audited() {
    let (world, kim, _) = kim().await;
    world.complete_move(&kim, "new@example.com").await;
    let audit = world.tables.audit().await;
    let last_two = &audit[audit.len() - 2..];
    assert_eq!(
        last_two,
        ["email_change.confirmed success", "user.updated success"]
    );
    world.deliver().await;
    let notice = world.post.last();
    assert_eq!(notice.to, kim.email);
    assert_eq!(notice.content.subject, "email changed");
    assert_eq!(notice.content.text, "new@example.com");
}

// A7: each comparison counts, and is written down; where nothing is compared nothing is written.
#[tokio::test]
async fn the_sixth_code_is_refused_even_if_right() {
    let (world, kim, _) = kim().await;
    let begun = world.begin_move(&kim, "new@example.com").await;
    for attempts_left in (0..5).rev() {
        let answer = world.confirm(&kim, &wrong_code(&begun.code)).await;
        assert_eq!(answer, refused(ConfirmRefusal::Wrong { attempts_left }));
        let audited = "email_change.refused failure wrong_code";
        assert_eq!(world.tables.last_audit().await, audited);
    }
    let before = world.tables.dump().await;
    let answer = world.confirm(&kim, &begun.code).await;
    assert_eq!(answer, refused(ConfirmRefusal::Exhausted));
    assert_eq!(world.tables.dump().await, before);
    assert!(world.log_in("kim@example.com", PASSWORD).await.is_ok());
}

// A7
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_guesses_at_once_five_are_compared() {
    let (world, kim, _) = kim().await;
    let world = Arc::new(world);
    let begun = world.begin_move(&kim, "new@example.com").await;
    let compared = world.digester.comparisons();
    let answers = race(50, |_| {
        let (world, kim, code) = (world.clone(), kim.clone(), wrong_code(&begun.code));
        async move { world.confirm(&kim, &code).await }
    })
    .await;
    assert_eq!(world.digester.comparisons() - compared, 5);
    let exhausted = refused(ConfirmRefusal::Exhausted);
    assert_eq!(answers.iter().filter(|it| **it == exhausted).count(), 45);
}

// A11: over all accounts that want it, and registrations; not even the right code helps then.
#[tokio::test]
async fn an_address_bears_a_hundred_wrong_codes_a_day() {
    let (world, kim, _) = a_kim_who_tries_often().await;
    let mut wrong = 0;
    let begun = loop {
        let begun = world.begin_move(&kim, "new@example.com").await;
        let answer = world.confirm(&kim, &wrong_code(&begun.code)).await;
        if is_throttled(&answer) {
            break begun;
        }
        assert_eq!(answer, refused(ConfirmRefusal::Wrong { attempts_left: 4 }));
        wrong += 1;
    };
    // Half of it in each of two windows that a day may touch.
    assert_eq!(wrong, 50);
    let compared = world.digester.comparisons();
    assert!(is_throttled(&world.confirm(&kim, &begun.code).await));
    let flow = world.flow("new@example.com").await;
    assert!(world.verify(&flow.secret, &flow.code).await.is_err());
    assert_eq!(world.digester.comparisons(), compared);
    world.wait(Duration::from_hours(24));
    let again = world.begin_move(&kim, "new@example.com").await;
    assert!(world.confirm(&kim, &again.code).await.is_ok());
}

/// Without the quota of mails, so that the budget of wrong codes alone counts.
async fn a_kim_who_tries_often() -> (World, User, IssuedToken) {
    let world = a_world_with(|_, policies| {
        let many = NonZeroU32::new(1_000).expect("a number");
        policies.limits.codes_per_address.burst = many;
        policies.limits.password_checks_per_user.burst = many;
    })
    .await;
    let kim = world.account("kim@example.com", "kim").await;
    (world, kim.user, kim.token)
}

fn is_throttled(answer: &Confirmation) -> bool {
    matches!(
        answer,
        Err(UseCaseError::Refused(ConfirmEmailChangeRefusal::Throttled(
            _
        )))
    )
}

// A6
#[tokio::test]
async fn a_code_works_for_ten_minutes() {
    let (world, kim, _) = kim().await;
    let begun = world.begin_move(&kim, "new@example.com").await;
    world.wait(Duration::from_mins(10));
    let answer = world.confirm(&kim, &begun.code).await;
    assert_eq!(answer, refused(ConfirmRefusal::Expired));
    let again = world.begin_move(&kim, "new@example.com").await;
    world.wait_almost(Duration::from_mins(10));
    assert!(world.confirm(&kim, &again.code).await.is_ok());
}

// A6: what counts is when the code is judged, not when the request came.
#[tokio::test]
async fn a_code_that_expires_during_the_wait_for_the_account_is_refused() {
    let (world, kim, _) = kim().await;
    let begun = world.begin_move(&kim, "new@example.com").await;
    let busy = world.ports.storage.units.begin().await.expect("a unit");
    let (answer, ()) = tokio::join!(world.confirm(&kim, &begun.code), async {
        world.wait(Duration::from_mins(10));
        drop(busy);
    });
    assert_eq!(answer, refused(ConfirmRefusal::Expired));
}

// A4: a newer change takes the place of the older, and attempts begin anew.
#[tokio::test]
async fn the_code_of_an_older_change_is_void() {
    let (world, kim, _) = kim().await;
    let older = world.begin_move(&kim, "old@example.com").await;
    let newer = world.begin_move(&kim, "new@example.com").await;
    assert_eq!(world.tables.count("email_changes").await, 1);
    if older.code != newer.code {
        let answer = world.confirm(&kim, &older.code).await;
        assert_eq!(answer, refused(ConfirmRefusal::Wrong { attempts_left: 4 }));
    }
    let moved = world.confirm(&kim, &newer.code).await;
    assert_eq!(moved.expect("the code").email, address("new@example.com"));
}

// A4: a code is bound to its change.
#[tokio::test]
async fn the_code_of_somebody_else_does_not_help() {
    let (world, kim, _) = kim().await;
    let lee = world.account("lee@example.com", "lee").await.user;
    let kims = world.begin_move(&kim, "new@example.com").await;
    assert_eq!(world.confirm(&lee, &kims.code).await, nothing_pending());
    let lees = world.begin_move(&lee, "other@example.com").await;
    if kims.code != lees.code {
        let answer = world.confirm(&lee, &kims.code).await;
        assert_eq!(answer, refused(ConfirmRefusal::Wrong { attempts_left: 4 }));
    }
    assert!(world.confirm(&kim, &kims.code).await.is_ok());
}

// A8, I12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_right_codes_at_once_one_succeeds() {
    let (world, kim, _) = kim().await;
    let world = Arc::new(world);
    let begun = world.begin_move(&kim, "new@example.com").await;
    let answers = race(50, |_| {
        let (world, kim, code) = (world.clone(), kim.clone(), begun.code.clone());
        async move { world.confirm(&kim, &code).await }
    })
    .await;
    assert_eq!(answers.iter().filter(|it| it.is_ok()).count(), 1);
    for answer in answers.into_iter().filter(Result::is_err) {
        assert_eq!(answer, nothing_pending());
    }
}

// A12, I12: whoever proves it first has it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_prove_one_address_one_gets_it() {
    let world = Arc::new(a_world().await);
    let mut movers = Vec::new();
    for name in ["kim", "lee"] {
        let email = format!("{name}@example.com");
        let user = world.account(&email, name).await.user;
        let begun = world.begin_move(&user, "new@example.com").await;
        movers.push((user, begun.code));
    }
    let answers = race(2, |number| {
        let (world, (user, code)) = (world.clone(), movers[number].clone());
        async move { world.confirm(&user, &code).await }
    })
    .await;
    let taken = refused(AccountTaken::Email);
    assert_eq!(answers.iter().filter(|it| it.is_ok()).count(), 1);
    assert_eq!(answers.iter().filter(|it| **it == taken).count(), 1);
}

#[tokio::test]
async fn without_a_change_there_is_nothing_to_confirm() {
    let (world, kim, _) = kim().await;
    let (moved, begun) = world.complete_move(&kim, "new@example.com").await;
    assert_eq!(world.confirm(&moved, &begun.code).await, nothing_pending());
}

#[tokio::test]
async fn a_failure_of_any_repository_leaves_nothing() {
    let (world, kim, _) = kim_unlimited().await;
    world.recovery_link("kim@example.com").await;
    let begun = world.begin_move(&kim, "new@example.com").await;
    let wrong = async || world.confirm(&kim, &wrong_code(&begun.code)).await;
    // begin, change, begin, lock, change, change, audit event, commit
    assert_eq!(every_fault_leaves_nothing(&world, wrong).await, 8);
    let right = async || world.confirm(&kim, &begun.code).await;
    // begin, change, begin, lock, change, change, audit event, user, links, codes, audit event, mail, commit
    assert_eq!(every_fault_leaves_nothing(&world, right).await, 13);
}

// F7r: what waits for a code that has expired waits no more.
#[tokio::test]
async fn an_address_whose_code_has_expired_is_taken_off_the_record() {
    let (world, kim, _) = kim().await;
    world.begin_move(&kim, "new@example.com").await;
    let purge = Purge::new(&world.ports);
    world.wait_almost(Duration::from_mins(10));
    assert_eq!(purge.execute(Leftover::PendingEmails).await, Ok(0));
    world.wait(Duration::from_micros(1));
    assert_eq!(purge.execute(Leftover::PendingEmails).await, Ok(1));
    let record = world.record_of(kim.id).await.expect("kim");
    assert_eq!((record.email, record.pending_email), (kim.email, None));
    assert!(record.version > kim.version.next());
}
