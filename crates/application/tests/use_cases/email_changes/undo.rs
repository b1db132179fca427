//! The old address takes a change back (F7r).

use std::sync::Arc;
use std::time::Duration;

use domain::mail::OutgoingMail;
use port_contracts::fixtures::a_link_token;
use portico_application::UseCaseError;
use portico_application::email_changes::UndoEmailChangeRefusal;
use portico_application::purge::{Leftover, Purge};
use portico_application::users::AccountTaken;

use super::{UNKNOWN_LINK, kim, kim_unlimited, nothing_pending};
use crate::world::{NEW_PASSWORD, PASSWORD, every_fault_leaves_nothing, race, to_address};

const WEEK: Duration = Duration::from_hours(7 * 24);

// F7r: before the code comes back.
#[tokio::test]
async fn a_change_that_waits_is_taken_back() {
    let (world, kim, token) = kim().await;
    let begun = world.begin_move(&kim, "new@example.com").await;
    assert_eq!(world.undo(&begun.undo).await, Ok(()));
    assert_eq!(world.confirm(&kim, &begun.code).await, nothing_pending());
    let record = world.record_of(kim.id).await.expect("kim");
    assert_eq!((record.email, record.pending_email), (kim.email, None));
    assert!(!world.is_live(&token).await);
}

// F7r: whoever changed it may have been somebody else, so every session ends.
#[tokio::test]
async fn a_confirmed_change_is_taken_back_and_every_session_ends() {
    let (world, kim, token) = kim().await;
    let (_, begun) = world.complete_move(&kim, "new@example.com").await;
    assert!(world.is_live(&token).await);
    assert_eq!(world.undo(&begun.undo).await, Ok(()));
    assert!(!world.is_live(&token).await);
    assert_eq!(world.sessions_of(kim.id).await, 0);
    let record = world.record_of(kim.id).await.expect("kim");
    assert_eq!(record.email, kim.email);
    assert!(world.log_in("kim@example.com", PASSWORD).await.is_ok());
    assert!(world.log_in("new@example.com", PASSWORD).await.is_err());
}

// F7r: the last microsecond counts, the next one does not.
#[tokio::test]
async fn a_confirmed_change_is_taken_back_for_seven_days() {
    for is_in_time in [true, false] {
        let (world, kim, _) = kim().await;
        let (_, begun) = world.complete_move(&kim, "new@example.com").await;
        if is_in_time {
            world.wait_almost(WEEK);
            assert_eq!(world.undo(&begun.undo).await, Ok(()));
        } else {
            world.wait(WEEK);
            assert_eq!(world.undo(&begun.undo).await, UNKNOWN_LINK);
        }
    }
}

// F7r: whoever reads an old mailbox must not take back what a superuser did about it.
#[tokio::test]
async fn what_a_superuser_changed_is_not_taken_back() {
    let (world, kim, _) = kim().await;
    let root = world.a_superuser("root@example.com").await;
    let (_, begun) = world.complete_move(&kim, "new@example.com").await;
    let moved = world.update(kim.id, to_address("safe@example.com"), root.id);
    assert!(moved.await.is_ok());
    assert_eq!(world.undo(&begun.undo).await, UNKNOWN_LINK);
    let record = world.record_of(kim.id).await.expect("kim");
    assert_eq!(record.email.as_str(), "safe@example.com");
}

// H4, B10
#[tokio::test]
async fn it_is_audited_and_the_address_that_goes_is_told() {
    let (world, kim, _) = kim().await;
    let (moved, begun) = world.complete_move(&kim, "new@example.com").await;
    assert_eq!(world.undo(&begun.undo).await, Ok(()));
    assert_eq!(
        world.tables.last_audit().await,
        "email_change.undone success"
    );
    world.deliver().await;
    let mails = world.post.delivered();
    let told =
        |mail: &OutgoingMail| mail.to == moved.email && mail.content.text == "kim@example.com";
    assert!(mails.iter().any(told), "{mails:?}");
}

// F7r, F9r: whoever has the new mailbox has no way back in.
#[tokio::test]
async fn links_that_the_new_address_was_mailed_are_void() {
    let (world, kim, _) = kim().await;
    let (_, begun) = world.complete_move(&kim, "new@example.com").await;
    let link = world.recovery_link("new@example.com").await;
    assert_eq!(world.undo(&begun.undo).await, Ok(()));
    assert!(world.reset(&link, NEW_PASSWORD).await.is_err());
}

// F7r: not even a new password cuts the old address off.
#[tokio::test]
async fn a_confirmed_change_is_taken_back_after_a_change_of_the_password() {
    let (world, kim, token) = kim().await;
    let (moved, begun) = world.complete_move(&kim, "new@example.com").await;
    let changed = world.change_password(&moved, token.session, (PASSWORD, NEW_PASSWORD));
    assert_eq!(changed.await, Ok(()));
    assert_eq!(world.undo(&begun.undo).await, Ok(()));
    let link = world.recovery_link("kim@example.com").await;
    assert_eq!(world.reset(&link, "another-lantern-9").await, Ok(()));
    assert!(world.log_in("kim", NEW_PASSWORD).await.is_err());
}

// F7r, I12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_uses_of_a_link_one_takes_the_change_back() {
    let (world, kim, _) = kim().await;
    let world = Arc::new(world);
    let (_, begun) = world.complete_move(&kim, "new@example.com").await;
    let answers = race(20, |_| {
        let (world, link) = (world.clone(), begun.undo.clone());
        async move { world.undo(&link).await }
    })
    .await;
    assert_eq!(answers.iter().filter(|it| it.is_ok()).count(), 1);
    for answer in answers.into_iter().filter(Result::is_err) {
        assert_eq!(answer, UNKNOWN_LINK);
    }
}

// F7r: the code and the link race; in the end the old address is the account's.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_that_races_with_the_link_does_not_win() {
    let (world, mut kim, _) = kim_unlimited().await;
    let world = Arc::new(world);
    for _ in 0..20 {
        let begun = world.begin_move(&kim, "new@example.com").await;
        race(2, |number| {
            let (world, kim) = (world.clone(), kim.clone());
            let (code, link) = (begun.code.clone(), begun.undo.clone());
            async move {
                if number == 0 {
                    drop(world.confirm(&kim, &code).await);
                } else {
                    assert_eq!(world.undo(&link).await, Ok(()));
                }
            }
        })
        .await;
        let record = world.record_of(kim.id).await.expect("kim");
        assert_eq!(record.email, kim.email);
        assert_eq!(record.pending_email, None);
        kim = record;
    }
}

// A12: the address found another account meanwhile; nothing is taken from that one.
#[tokio::test]
async fn an_address_that_another_account_has_by_now_stays_with_it() {
    let (world, kim, token) = kim().await;
    let (moved, begun) = world.complete_move(&kim, "new@example.com").await;
    let lee = world.account("kim@example.com", "lee").await.user;
    let before = world.tables.dump().await;
    let refusal = UndoEmailChangeRefusal::Taken(AccountTaken::Email);
    let answer = world.undo(&begun.undo).await;
    assert_eq!(answer, Err(UseCaseError::Refused(refusal)));
    assert_eq!(world.tables.dump().await, before);
    assert!(world.is_live(&token).await);
    assert_eq!(world.record_of(lee.id).await, Some(lee));
    assert_eq!(world.record_of(kim.id).await, Some(moved));
}

#[tokio::test]
async fn a_link_of_nothing_is_refused_and_writes_nothing() {
    let (world, kim, token) = kim().await;
    world.begin_move(&kim, "new@example.com").await;
    let before = world.tables.dump().await;
    assert_eq!(world.undo(&a_link_token()).await, UNKNOWN_LINK);
    assert_eq!(world.tables.dump().await, before);
    assert!(world.is_live(&token).await);
}

#[tokio::test]
async fn changes_that_are_final_are_removed_and_no_others() {
    let (world, kim, _) = kim().await;
    world.complete_move(&kim, "new@example.com").await;
    let purge = Purge::new(&world.ports);
    world.wait_almost(WEEK);
    assert_eq!(purge.execute(Leftover::EmailChanges).await, Ok(0));
    world.wait(Duration::from_micros(1));
    assert_eq!(purge.execute(Leftover::EmailChanges).await, Ok(1));
}

#[tokio::test]
async fn a_failure_of_any_repository_leaves_nothing() {
    let (world, kim, _) = kim_unlimited().await;
    let (_, begun) = world.complete_move(&kim, "new@example.com").await;
    let run = async || world.undo(&begun.undo).await;
    // begin, change, lock, change, user, links, codes, audit event, mail, changes, sessions, audit event, commit
    assert_eq!(every_fault_leaves_nothing(&world, run).await, 13);
}
