//! Log-out (D10, RFC 7009 §2.2, section 2.6).

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use domain::ports::{
    Invalidation, InvalidationChannel, InvalidationError, InvalidationNews, UnitOfWorkFactory,
};
use domain::request_origin::RequestOrigin;
use domain::session::RevocationReason;
use portico_application::UseCaseError;

use crate::world::{Down, REFUSED, a_world, a_world_with, every_fault_leaves_nothing};

// D10
#[tokio::test]
async fn a_session_is_over_here_when_its_log_out_returns() {
    let world = a_world().await;
    let token = world.kims_token().await;
    let token = token.token.expose();
    let warm = world.authenticate(token).await;
    warm.expect("a live token");
    world.log_out(token).await;
    assert_eq!(world.authenticate(token).await, REFUSED);
    let row = world.row(&world.claims(token)).await;
    let reason = row.revoked.map(|(_, reason)| reason);
    assert_eq!(reason, Some(RevocationReason::LogOut));
    assert_eq!(
        world.tables.last_audit().await,
        "session.logged_out success"
    );
}

// D10
#[tokio::test]
async fn an_expired_token_logs_out_and_is_not_renewed() {
    let world = a_world().await;
    let token = world.kims_token().await;
    world.outlive(&token);
    world.log_out(token.token.expose()).await;
    let row = world.row(&world.claims(token.token.expose())).await;
    assert!(row.revoked.is_some());
    assert_eq!(row.current_token, world.claims(token.token.expose()).token);
}

// D10: of whatever generation.
#[tokio::test]
async fn an_old_token_ends_the_session_that_went_on() {
    let world = a_world().await;
    let old = world.kims_token().await;
    world.outlive(&old);
    let new = world.renew(old.token.expose()).await;
    world.log_out(old.token.expose()).await;
    assert_eq!(world.authenticate(new.token.expose()).await, REFUSED);
}

// D10
#[tokio::test]
async fn logging_out_again_changes_nothing() {
    let world = a_world().await;
    let token = world.kims_token().await;
    world.log_out(token.token.expose()).await;
    let before = world.tables.dump().await;
    world.wait(Duration::from_mins(1));
    world.log_out(token.token.expose()).await;
    assert_eq!(world.tables.dump().await, before);
}

// D10, D2
#[tokio::test]
async fn a_forged_token_changes_nothing_and_asks_nobody() {
    let world = a_world().await;
    world.faults.lose_storage();
    world.log_out("forged").await;
    world.log_out(&"a".repeat(5_000)).await;
}

// D10: genuine, but of no session, or of somebody else's.
#[tokio::test]
async fn a_token_of_no_session_ends_nothing() {
    let world = a_world().await;
    let claims = world.stored(|session| session).await;
    let other = world.stored(|session| session).await;
    let before = world.tables.dump().await;
    let stranger = domain::token::Claims {
        subject: other.subject,
        ..claims
    };
    world.log_out(&world.seal(&stranger)).await;
    let unknown = port_contracts::fixtures::claims();
    world.log_out(&world.seal(&unknown)).await;
    assert_eq!(world.tables.dump().await, before);
}

// A session that still lives is never reported as ended.
#[tokio::test]
async fn a_failure_of_storage_is_told() {
    let world = a_world().await;
    let token = world.kims_token().await;
    let log_out = async || {
        let nowhere = RequestOrigin::default();
        let use_case = &world.sessions.log_out;
        use_case.execute(token.token.expose(), &nowhere).await
    };
    // begin, lock, save, audit event, commit
    assert_eq!(every_fault_leaves_nothing(&world, log_out).await, 5);
    world.faults.lose_storage();
    let answer = log_out().await;
    assert!(matches!(answer, Err(UseCaseError::Failed(_))), "{answer:?}");
}

// 2.7: what follows the commit cannot fail the request.
#[tokio::test]
async fn a_redis_that_is_down_does_not_fail_it() {
    let world = a_world_with(|ports, _| {
        ports.sessions.cache = Arc::new(Down);
        ports.sessions.invalidation = Arc::new(Down);
        ports.sessions.records = Arc::new(Down);
    })
    .await;
    let token = world.kims_token().await;
    world.log_out(token.token.expose()).await;
    assert_eq!(world.authenticate(token.token.expose()).await, REFUSED);
}

/// Tells nobody anything, but finds out whether a unit could be opened meanwhile.
struct Prober {
    units: Arc<dyn UnitOfWorkFactory>,
    blocked: Arc<AtomicU32>,
}

#[async_trait]
impl InvalidationChannel for Prober {
    async fn publish(&self, _: Invalidation) -> Result<(), InvalidationError> {
        let opened = tokio::time::timeout(Duration::from_millis(300), self.units.begin()).await;
        if opened.is_err() {
            self.blocked.fetch_add(1, Ordering::SeqCst);
        }
        Ok(())
    }

    async fn subscribe(&self) -> Result<Box<dyn InvalidationNews>, InvalidationError> {
        Err(InvalidationError("nothing to hear".to_owned()))
    }
}

// I7: no transaction stays open while others are told.
#[tokio::test]
async fn telling_the_others_holds_no_transaction() {
    let blocked = Arc::new(AtomicU32::new(0));
    let world = a_world_with(|ports, _| {
        ports.sessions.invalidation = Arc::new(Prober {
            units: ports.storage.units.clone(),
            blocked: blocked.clone(),
        });
    })
    .await;
    let token = world.kims_token().await;
    for _ in 0..2 {
        world.log_out(token.token.expose()).await;
    }
    assert_eq!(blocked.load(Ordering::SeqCst), 0);
}
