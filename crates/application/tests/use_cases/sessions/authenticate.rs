//! Who sends a request (D1, D6, D9, D12, D13).

use std::time::Duration;

use domain::session::{RevocationReason, Session};
use domain::token::Claims;
use domain::user::UserId;
use port_contracts::fixtures::{A_MOMENT, an_id};
use portico_application::UseCaseError;
use portico_application::registrations::Completed;
use portico_application::sessions::ExpiredTokens;

use crate::world::{Authentication, REFUSED, World, a_world, a_world_with};

async fn authenticate(world: &World, token: &str) -> Authentication {
    world.present(token, ExpiredTokens::Refuse).await
}

/// The answer to a genuine token with these claims.
async fn present(world: &World, claims: &Claims) -> Authentication {
    authenticate(world, &world.seal(claims)).await
}

async fn kim(world: &World) -> Completed {
    world.account("kim@example.com", "kim").await
}

#[tokio::test]
async fn a_live_token_names_its_user_and_its_session() {
    let world = a_world().await;
    let kim = kim(&world).await;
    let sender = authenticate(&world, kim.token.token.expose()).await;
    let sender = sender.expect("a live token");
    assert_eq!(sender.user, kim.user);
    assert_eq!(sender.session, kim.token.session);
}

// D1
#[tokio::test]
async fn what_is_not_a_token_of_ours_is_refused() {
    let world = a_world().await;
    let kim = kim(&world).await;
    let token = kim.token.token.expose();
    let foreign = a_world().await;
    let foreign = self::kim(&foreign).await.token.token;
    let others = [
        String::new(),
        "not a token".to_owned(),
        format!("{token}A"),
        token[1..].to_owned(),
        token.to_uppercase(),
        "a".repeat(5_000),
        foreign.expose().to_owned(),
    ];
    for other in others {
        assert_eq!(authenticate(&world, &other).await, REFUSED, "{other}");
    }
}

// D6: exp + leeway is the last second at which it counts.
#[tokio::test]
async fn a_token_is_refused_a_second_after_its_leeway() {
    let world = a_world().await;
    let kim = kim(&world).await;
    let last = kim.token.expires_at.plus(world.policies.sessions.leeway);
    world.clock.set(last);
    assert!(authenticate(&world, kim.token.token.expose()).await.is_ok());
    world.wait(Duration::from_secs(1));
    assert_eq!(
        authenticate(&world, kim.token.token.expose()).await,
        REFUSED
    );
}

// D6
#[tokio::test]
async fn a_token_from_the_future_is_refused() {
    let world = a_world().await;
    let claims = world.stored(|session| session).await;
    world
        .clock
        .set(claims.not_before.minus(Duration::from_micros(1)));
    assert_eq!(present(&world, &claims).await, REFUSED);
    world.clock.set(claims.not_before);
    assert!(present(&world, &claims).await.is_ok());
}

// D13: the token lives longer than its session here.
#[tokio::test]
async fn no_token_outlives_its_session() {
    let long_lived = Duration::from_hours(48);
    let world = a_world_with(|_, policies| policies.sessions.access_ttl = long_lived).await;
    let kim = kim(&world).await;
    let idle_end = A_MOMENT.plus(world.policies.sessions.idle_timeout);
    world.clock.set(idle_end.minus(Duration::from_micros(1)));
    assert!(authenticate(&world, kim.token.token.expose()).await.is_ok());
    world.clock.set(idle_end);
    assert_eq!(
        authenticate(&world, kim.token.token.expose()).await,
        REFUSED
    );
}

// D13
#[tokio::test]
async fn a_session_past_its_absolute_end_is_over_however_often_it_was_used() {
    let world = a_world().await;
    let claims = world
        .stored(|session| Session {
            idle_expires_at: A_MOMENT.plus(Duration::from_hours(100)),
            absolute_expires_at: A_MOMENT.plus(Duration::from_mins(1)),
            ..session
        })
        .await;
    assert!(present(&world, &claims).await.is_ok());
    world.wait(Duration::from_mins(1));
    assert_eq!(present(&world, &claims).await, REFUSED);
}

// Section 2.6
#[tokio::test]
async fn a_revoked_session_is_over() {
    let world = a_world().await;
    let claims = world
        .stored(|session| Session {
            revoked: Some((A_MOMENT, RevocationReason::LogOut)),
            ..session
        })
        .await;
    assert_eq!(present(&world, &claims).await, REFUSED);
}

// D12
#[tokio::test]
async fn a_disabled_users_token_is_worth_nothing_at_once() {
    let world = a_world().await;
    let kim = kim(&world).await;
    world
        .tables
        .execute("UPDATE users SET is_active = false")
        .await;
    assert_eq!(
        authenticate(&world, kim.token.token.expose()).await,
        REFUSED
    );
}

// D12
#[tokio::test]
async fn a_deleted_users_token_is_worth_nothing_at_once() {
    let world = a_world().await;
    let kim = kim(&world).await;
    world.tables.execute("DELETE FROM sessions").await;
    assert_eq!(
        authenticate(&world, kim.token.token.expose()).await,
        REFUSED
    );
}

// D1: the session of another user.
#[tokio::test]
async fn a_token_whose_subject_is_not_the_sessions_user_is_refused() {
    let world = a_world().await;
    let claims = world.stored(|session| session).await;
    let forged = Claims {
        subject: UserId::from_uuid(an_id()),
        ..claims
    };
    assert_eq!(present(&world, &forged).await, REFUSED);
    assert!(present(&world, &claims).await.is_ok());
}

// D9: rights are read from the live record.
#[tokio::test]
async fn the_record_is_the_one_of_now() {
    let world = a_world().await;
    let kim = kim(&world).await;
    world
        .tables
        .execute("UPDATE users SET is_superuser = true")
        .await;
    let sender = authenticate(&world, kim.token.token.expose()).await;
    assert!(sender.expect("a live token").user.is_superuser);
}

// I6: an outage is never a 401, or clients would drop good tokens.
#[tokio::test]
async fn an_outage_is_a_failure_and_never_a_refusal() {
    let world = a_world().await;
    let kim = kim(&world).await;
    world.faults.lose_storage();
    let answer = authenticate(&world, kim.token.token.expose()).await;
    assert!(matches!(answer, Err(UseCaseError::Failed(_))), "{answer:?}");
}

// D2: what is not ours costs no question to storage.
#[tokio::test]
async fn a_forged_token_is_refused_without_asking_storage() {
    let world = a_world().await;
    world.faults.lose_storage();
    assert_eq!(authenticate(&world, "forged").await, REFUSED);
}

// G8
#[tokio::test]
async fn authentication_writes_nothing() {
    let world = a_world().await;
    let kim = kim(&world).await;
    let before = world.tables.dump().await;
    let sender = authenticate(&world, kim.token.token.expose()).await;
    sender.expect("a live token");
    assert_eq!(authenticate(&world, "forged").await, REFUSED);
    assert_eq!(world.tables.dump().await, before);
}

/// A world where copies of sessions may be so old.
async fn a_world_of_copies(age: Duration) -> World {
    a_world_with(|_, policies| policies.session_cache_age = age).await
}

/// Ends every session where no cache can hear of it.
async fn end_unheard(world: &World) {
    let end = "UPDATE sessions SET revoked_at = 1, revocation_reason = 'ended'";
    world.tables.execute(end).await;
}

// 2.8
#[tokio::test]
async fn without_copies_every_request_asks_the_database() {
    let world = a_world_of_copies(Duration::ZERO).await;
    let token = world.kims_token().await;
    assert!(world.authenticate(token.token.expose()).await.is_ok());
    end_unheard(&world).await;
    assert_eq!(world.authenticate(token.token.expose()).await, REFUSED);
}

// 2.8
#[tokio::test]
async fn a_copy_that_is_older_than_it_may_be_is_not_believed() {
    let age = Duration::from_millis(50);
    let world = a_world_of_copies(age).await;
    let token = world.kims_token().await;
    assert!(world.authenticate(token.token.expose()).await.is_ok());
    end_unheard(&world).await;
    tokio::time::sleep(age).await;
    assert_eq!(world.authenticate(token.token.expose()).await, REFUSED);
}
