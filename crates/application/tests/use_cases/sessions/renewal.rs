//! Renewal in band (security.md 2.5, D13).

use std::time::Duration;

use domain::ports::Clock;
use domain::session::{Generation, Session};
use port_contracts::fixtures::A_MOMENT;
use portico_application::sessions::{ExpiredTokens, IssuedToken};

use crate::world::{REFUSED, World, a_world, a_world_with, every_fault_leaves_nothing};

const SECOND: Duration = Duration::from_secs(1);
const MICROSECOND: Duration = Duration::from_micros(1);

/// A token that has just expired.
async fn an_expired_token(world: &World) -> IssuedToken {
    let token = world.kims_token().await;
    world.outlive(&token);
    token
}

#[tokio::test]
async fn an_expired_token_gets_a_successor_in_the_same_session() {
    let world = a_world().await;
    let old = an_expired_token(&world).await;
    let new = world.renew(old.token.expose()).await;
    let (before, after) = (
        world.claims(old.token.expose()),
        world.claims(new.token.expose()),
    );
    assert_eq!(after.session, before.session);
    assert_eq!(after.generation, before.generation.next());
    assert_ne!(after.token, before.token);
    assert_eq!(new.expires_in, world.policies.sessions.access_ttl);
    assert_eq!(world.tables.last_audit().await, "token.renewed success");
    let answer = world.authenticate(new.token.expose()).await;
    assert_eq!(answer.expect("a live token").renewed, None);
}

// D6
#[tokio::test]
async fn within_the_leeway_nothing_is_renewed() {
    let world = a_world().await;
    let token = an_expired_token(&world).await;
    let before = world.tables.dump().await;
    world
        .clock
        .set(token.expires_at.plus(world.policies.sessions.leeway));
    world.wait_almost(SECOND);
    let answer = world.authenticate(token.token.expose()).await;
    assert_eq!(answer.expect("a live token").renewed, None);
    assert_eq!(world.tables.dump().await, before);
}

#[tokio::test]
async fn until_its_successor_was_used_an_old_token_gets_the_same_one() {
    let world = a_world().await;
    let old = an_expired_token(&world).await;
    let first = world.renew(old.token.expose()).await;
    world.wait(Duration::from_mins(20));
    let second = world.renew(old.token.expose()).await;
    assert_eq!(
        world.claims(first.token.expose()),
        world.claims(second.token.expose())
    );
    let mut renewals = world.tables.audit().await;
    renewals.retain(|event| event == "token.renewed success");
    assert_eq!(renewals.len(), 1);
}

// Grace counts from the acknowledgement.
#[tokio::test]
async fn within_the_grace_an_old_token_gets_the_same_successor() {
    let world = a_world().await;
    let old = an_expired_token(&world).await;
    let new = world.renew(old.token.expose()).await;
    world.wait(Duration::from_mins(10));
    let used = world.authenticate(new.token.expose()).await;
    used.expect("a live token");
    assert_eq!(world.flush().await, 1);
    world.wait_almost(world.policies.renewal.grace);
    let again = world.renew(old.token.expose()).await;
    assert_eq!(
        world.claims(again.token.expose()),
        world.claims(new.token.expose())
    );
}

#[tokio::test]
async fn a_successor_that_expired_unused_gets_new_times_and_stays_the_same() {
    let world = a_world().await;
    let old = an_expired_token(&world).await;
    let unused = world.renew(old.token.expose()).await;
    world.outlive(&unused);
    let again = world.renew(old.token.expose()).await;
    let (unused, again) = (
        world.claims(unused.token.expose()),
        world.claims(again.token.expose()),
    );
    assert_eq!(
        (again.token, again.generation),
        (unused.token, unused.generation)
    );
    assert!(again.expires_at > world.clock.now());
}

#[tokio::test]
async fn a_used_successor_is_succeeded_in_its_turn() {
    let world = a_world().await;
    let mut token = world.kims_token().await;
    for _ in 0..3 {
        world.outlive(&token);
        token = world.renew(token.token.expose()).await;
        let used = world.authenticate(token.token.expose()).await;
        used.expect("a live token");
        world.flush().await;
    }
    let newest = world.claims(token.token.expose());
    assert_eq!(newest.generation, Generation::from_stored(4));
    assert_eq!(world.row(&newest).await.generation, newest.generation);
}

#[tokio::test]
async fn past_the_window_a_token_is_refused_and_its_session_lives() {
    let world = a_world().await;
    let token = world.kims_token().await;
    let token = token.token.expose();
    let claims = world.claims(token);
    let last = world.policies.sessions.leeway + world.policies.renewal.window;
    world.clock.set(claims.expires_at.plus(last + MICROSECOND));
    let before = world.tables.dump().await;
    assert_eq!(world.authenticate(token).await, REFUSED);
    assert!(world.refresh(token).await.is_err());
    assert_eq!(world.tables.dump().await, before);
    assert_eq!(world.row(&claims).await.revoked, None);
    world.clock.set(claims.expires_at.plus(last));
    world.renew(token).await;
}

// `transparent_renewal = false`
#[tokio::test]
async fn where_renewal_is_explicit_only_a_refresh_renews() {
    let world = a_world_with(|_, policies| policies.renewal.transparent = false).await;
    let token = an_expired_token(&world).await;
    let before = world.tables.dump().await;
    assert_eq!(world.authenticate(token.token.expose()).await, REFUSED);
    assert_eq!(world.tables.dump().await, before);
    let renewed = world.refresh(token.token.expose()).await;
    let renewed = renewed.expect("a renewable token").token;
    assert!(world.authenticate(renewed.token.expose()).await.is_ok());
}

// B9: a route that wants a proof of now.
#[tokio::test]
async fn a_route_that_wants_a_live_token_renews_nothing() {
    let world = a_world().await;
    let token = an_expired_token(&world).await;
    let before = world.tables.dump().await;
    let answer = world.present(token.token.expose(), ExpiredTokens::Refuse);
    assert_eq!(answer.await, REFUSED);
    assert_eq!(world.tables.dump().await, before);
}

// E3
#[tokio::test]
async fn a_route_that_accepts_expired_tokens_renews_where_that_is_allowed() {
    let world = a_world().await;
    let token = an_expired_token(&world).await;
    let answer = world.present(token.token.expose(), ExpiredTokens::Accept);
    assert!(answer.await.expect("a live session").renewed.is_some());
}

// E3
#[tokio::test]
async fn a_route_that_accepts_expired_tokens_does_so_where_nothing_is_renewed() {
    let world = a_world_with(|_, policies| policies.renewal.transparent = false).await;
    let token = an_expired_token(&world).await;
    let before = world.tables.dump().await;
    let answer = world.present(token.token.expose(), ExpiredTokens::Accept);
    assert_eq!(answer.await.expect("a live session").renewed, None);
    assert_eq!(world.tables.dump().await, before);
}

// E3: renewal or not, as long as the session lives.
#[tokio::test]
async fn a_route_that_accepts_expired_tokens_accepts_one_that_is_too_old_to_renew() {
    let world = a_world().await;
    let token = an_expired_token(&world).await;
    world.wait(world.policies.renewal.window + SECOND);
    let token = token.token.expose();
    let answer = world.present(token, ExpiredTokens::Accept).await;
    assert_eq!(answer.expect("a live session").renewed, None);
    world.log_out(token).await;
    assert_eq!(world.present(token, ExpiredTokens::Accept).await, REFUSED);
}

// D13
#[tokio::test]
async fn no_renewal_passes_the_absolute_end() {
    let world = a_world().await;
    let absolute_end = A_MOMENT.plus(Duration::from_mins(45));
    let claims = world
        .stored(|session| Session {
            absolute_expires_at: absolute_end,
            idle_expires_at: absolute_end,
            ..session
        })
        .await;
    world.clock.set(A_MOMENT.plus(Duration::from_mins(40)));
    let token = world.seal(&claims);
    let last = world.renew(&token).await;
    assert_eq!(last.expires_at, absolute_end.floor_to_second());
    world.clock.set(absolute_end);
    for token in [token.as_str(), last.token.expose()] {
        assert_eq!(world.authenticate(token).await, REFUSED);
        assert!(world.refresh(token).await.is_err());
    }
}

// D9
#[tokio::test]
async fn a_renewed_request_runs_under_the_record_of_now() {
    let world = a_world().await;
    let token = an_expired_token(&world).await;
    let make = "UPDATE users SET is_superuser = true";
    world.tables.execute(make).await;
    let answer = world.authenticate(token.token.expose()).await;
    assert!(answer.expect("a renewable token").user.is_superuser);
}

// D12
#[tokio::test]
async fn a_disabled_users_token_is_not_renewed() {
    let world = a_world().await;
    let token = an_expired_token(&world).await;
    let disable = "UPDATE users SET is_active = false";
    world.tables.execute(disable).await;
    let before = world.tables.dump().await;
    assert_eq!(world.authenticate(token.token.expose()).await, REFUSED);
    assert!(world.refresh(token.token.expose()).await.is_err());
    assert_eq!(world.tables.dump().await, before);
}

// I1, I6
#[tokio::test]
async fn a_failure_of_storage_renews_nothing() {
    let world = a_world().await;
    let token = world.kims_token().await;
    let warm = world.authenticate(token.token.expose()).await;
    warm.expect("a live token");
    world.outlive(&token);
    let renewal = async || world.authenticate(token.token.expose()).await;
    // begin, lock, save, audit event, commit
    assert_eq!(every_fault_leaves_nothing(&world, renewal).await, 5);
}
