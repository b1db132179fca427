//! An old token that comes back too late (RFC 9700 §4.14.2, ASVS 10.4.5).

use domain::session::{ReuseAction, RevocationReason};
use portico_application::sessions::IssuedToken;

use crate::world::{REFUSED, World, a_world, a_world_with, every_fault_leaves_nothing};

/// A token whose successor was used for as long as the grace lasts, and that successor.
async fn a_stolen_token(world: &World) -> (IssuedToken, IssuedToken) {
    let old = world.kims_token().await;
    world.outlive(&old);
    let new = world.renew(old.token.expose()).await;
    let used = world.authenticate(new.token.expose()).await;
    used.expect("a live token");
    world.flush().await;
    world.wait(world.policies.renewal.grace);
    (old, new)
}

// I10
#[tokio::test]
async fn a_token_that_comes_back_after_the_grace_ends_its_session() {
    let world = a_world().await;
    let (old, new) = a_stolen_token(&world).await;
    assert_eq!(world.authenticate(old.token.expose()).await, REFUSED);
    assert_eq!(world.authenticate(new.token.expose()).await, REFUSED);
    assert!(world.refresh(new.token.expose()).await.is_err());
    let row = world.row(&world.claims(new.token.expose())).await;
    let reason = row.revoked.map(|(_, reason)| reason);
    assert_eq!(reason, Some(RevocationReason::TokenReuse));
    assert_eq!(world.tables.last_audit().await, "token.reuse failure");
}

#[tokio::test]
async fn its_owner_is_told_once() {
    let world = a_world().await;
    let (old, _) = a_stolen_token(&world).await;
    for _ in 0..3 {
        assert_eq!(world.authenticate(old.token.expose()).await, REFUSED);
    }
    world.deliver().await;
    let mut mails = world.post.delivered();
    mails.retain(|mail| mail.content.subject == "session ended");
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to.as_str(), "kim@example.com");
    assert!(mails[0].content.text.starts_with("Beispiel/1.0"));
}

#[tokio::test]
async fn a_refresh_betrays_a_copy_too() {
    let world = a_world().await;
    let (old, new) = a_stolen_token(&world).await;
    assert!(world.refresh(old.token.expose()).await.is_err());
    assert_eq!(world.authenticate(new.token.expose()).await, REFUSED);
    assert_eq!(world.tables.last_audit().await, "token.reuse failure");
}

// A copy betrays itself however old it is.
#[tokio::test]
async fn a_copy_that_is_too_old_to_renew_ends_the_session_as_well() {
    let world = a_world().await;
    let (old, new) = a_stolen_token(&world).await;
    world.wait(world.policies.renewal.window);
    assert_eq!(world.authenticate(old.token.expose()).await, REFUSED);
    let row = world.row(&world.claims(new.token.expose())).await;
    assert!(row.revoked.is_some());
}

// `reuse_action = reject`
#[tokio::test]
async fn where_reuse_is_only_rejected_the_session_and_its_record_live_on() {
    let reject = |_: &mut _, policies: &mut portico_application::Policies| {
        policies.renewal.on_reuse = ReuseAction::Reject;
    };
    let world = a_world_with(reject).await;
    let (old, new) = a_stolen_token(&world).await;
    assert_eq!(world.authenticate(old.token.expose()).await, REFUSED);
    assert_eq!(world.tables.last_audit().await, "token.reuse failure");
    assert!(world.authenticate(new.token.expose()).await.is_ok());
    let newest = world.claims(new.token.expose()).token;
    let record = world.ports.sessions.records.token(newest).await;
    assert!(record.expect("records").is_some());
    world.deliver().await;
    assert_eq!(world.post.last().content.subject, "welcome");
}

// I1, I3
#[tokio::test]
async fn a_failure_of_storage_ends_nothing_and_mails_nobody() {
    let world = a_world().await;
    let (old, _) = a_stolen_token(&world).await;
    // begin, lock, audit event, session, mail, commit
    let replay = async || world.authenticate(old.token.expose()).await;
    assert_eq!(every_fault_leaves_nothing(&world, replay).await, 6);
}
