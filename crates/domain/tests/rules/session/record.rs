//! The session row (D13, D12).

use std::time::Duration;

use portico_domain::request_origin::RequestOrigin;
use portico_domain::session::{
    Generation, RevocationReason, Session, SessionId, SessionPolicy, SessionRefusal,
    SessionWithUser, TokenId,
};
use portico_domain::timestamp::Timestamp;
use portico_domain::token::TokenPhase;
use portico_domain::user::{Email, User, UserId};
use proptest::prelude::*;
use rstest::rstest;
use uuid::Uuid;

use super::{MICROSECOND, NOW, session_policy};

const USER: UserId = UserId::from_uuid(Uuid::from_u128(3));

fn a_session_under(policy: &SessionPolicy) -> Session {
    Session::start(
        SessionId::from_uuid(Uuid::from_u128(1)),
        TokenId::from_uuid(Uuid::from_u128(2)),
        USER,
        RequestOrigin::default(),
        policy,
        NOW,
    )
}

fn a_session() -> Session {
    a_session_under(&session_policy())
}

fn a_revoked_session(at: Timestamp) -> Session {
    Session {
        revoked: Some((at, RevocationReason::LogOut)),
        ..a_session()
    }
}

fn of_a_user(session: Session, is_active: bool) -> SessionWithUser {
    let email = Email::parse("somebody@example.com").expect("an address");
    let user = User {
        is_active,
        ..User::new(USER, email, NOW)
    };
    SessionWithUser { session, user }
}

// Section 2.3
#[test]
fn a_new_session_is_at_its_first_generation_and_unused() {
    let session = a_session();
    assert_eq!(session.generation, Generation::FIRST);
    assert_eq!(session.generation.get(), 1);
    assert_eq!(session.current_used_at, None);
    assert_eq!(session.previous_token, None);
    assert_eq!(session.revoked, None);
}

// Section 2.2: a NumericDate has no fraction that both sides could read differently.
#[test]
fn the_times_of_a_token_are_whole_seconds() {
    let session = a_session();
    let issued_at = NOW.floor_to_second();
    assert_eq!(session.current_issued_at, issued_at);
    assert_eq!(session.auth_time, issued_at);
    assert_eq!(
        session.current_expires_at,
        issued_at.plus(Duration::from_mins(15))
    );
}

// D6: nbf = iat - leeway.
#[test]
fn the_claims_are_those_of_the_newest_token() {
    let session = a_session();
    let claims = session.current_claims(&session_policy());
    assert_eq!(claims.subject, session.user);
    assert_eq!(claims.session, session.id);
    assert_eq!(claims.token, session.current_token);
    assert_eq!(claims.generation, session.generation);
    assert_eq!(claims.expires_at, session.current_expires_at);
    assert_eq!(
        claims.not_before,
        claims.issued_at.minus(Duration::from_secs(5))
    );
}

// D13: both ends, to the microsecond.
#[rstest]
#[case::when_it_starts(NOW, Ok(()))]
#[case::just_before_its_idle_end(NOW.plus(Duration::from_hours(168)).minus(MICROSECOND), Ok(()))]
#[case::at_its_idle_end(NOW.plus(Duration::from_hours(168)), Err(SessionRefusal::Expired))]
#[case::long_after(Timestamp::MAX, Err(SessionRefusal::Expired))]
fn a_session_ends_when_it_rested_too_long(
    #[case] now: Timestamp,
    #[case] verdict: Result<(), SessionRefusal>,
) {
    assert_eq!(a_session().check_alive(now), verdict);
}

// D13: however often it is used.
#[test]
fn no_use_carries_a_session_past_its_absolute_end() {
    let end = NOW.plus(Duration::from_hours(30 * 24));
    let used = Session {
        idle_expires_at: Timestamp::MAX,
        ..a_session()
    };
    assert_eq!(used.absolute_expires_at, end);
    assert_eq!(used.check_alive(end.minus(MICROSECOND)), Ok(()));
    assert_eq!(used.check_alive(end), Err(SessionRefusal::Expired));
}

// Section 2.4, step 6
#[rstest]
#[case::at_once(NOW)]
#[case::when_it_would_be_over_anyway(Timestamp::MAX)]
#[case::with_a_clock_that_went_back(NOW.minus(Duration::from_hours(1)))]
fn a_revoked_session_stays_dead(#[case] now: Timestamp) {
    let revoked = a_revoked_session(NOW);
    assert_eq!(revoked.check_alive(now), Err(SessionRefusal::Revoked));
}

// D12
#[test]
fn a_session_is_worth_nothing_to_a_disabled_user() {
    assert_eq!(of_a_user(a_session(), true).check_alive(NOW), Ok(()));
    assert_eq!(
        of_a_user(a_session(), false).check_alive(NOW),
        Err(SessionRefusal::UserDisabled)
    );
}

#[test]
fn an_active_user_does_not_bring_a_dead_session_back() {
    assert_eq!(
        of_a_user(a_revoked_session(NOW), true).check_alive(NOW),
        Err(SessionRefusal::Revoked)
    );
}

proptest! {
    // D13
    #[test]
    fn the_idle_end_is_never_after_the_absolute_end(idle in 1..10_000_000_u64, absolute in 1..10_000_000_u64) {
        let session = a_session_under(&SessionPolicy {
            idle_timeout: Duration::from_secs(idle),
            absolute_timeout: Duration::from_secs(absolute),
            ..session_policy()
        });
        prop_assert!(session.idle_expires_at <= session.absolute_expires_at);
    }

    // D6: whatever the numbers, a token that was just minted counts.
    #[test]
    fn a_fresh_token_is_live(ttl_millis in 1_000..100_000_000_u64, leeway in 0..=60_u64) {
        let policy = SessionPolicy {
            access_ttl: Duration::from_millis(ttl_millis),
            leeway: Duration::from_secs(leeway),
            ..session_policy()
        };
        let claims = a_session_under(&policy).current_claims(&policy);
        prop_assert_eq!(claims.phase(NOW, policy.leeway), TokenPhase::Live);
        prop_assert_eq!(claims.expires_at.floor_to_second(), claims.expires_at);
    }
}
