//! Which expired tokens get a successor (section 2.5). That the rules hold together, in any order of events, is
//! for the model in `tests/renewal_model`.

use std::time::Duration;

use portico_domain::request_origin::RequestOrigin;
use portico_domain::session::{
    Generation, RenewalPolicy, RenewalVerdict, ReuseAction, RevocationReason, Session, SessionId,
    TokenId,
};
use portico_domain::timestamp::Timestamp;
use portico_domain::token::Claims;
use portico_domain::user::UserId;
use proptest::prelude::*;
use rstest::rstest;
use uuid::Uuid;

use super::{MICROSECOND, NOW, session_policy};

const SECOND: Duration = Duration::from_secs(1);
const GRACE: Duration = Duration::from_secs(30);
const LIFE: Duration = Duration::from_mins(20);

fn renewal() -> RenewalPolicy {
    RenewalPolicy {
        transparent: true,
        window: Duration::from_hours(24),
        grace: GRACE,
        on_reuse: ReuseAction::Revoke,
    }
}

fn token(number: u128) -> TokenId {
    TokenId::from_uuid(Uuid::from_u128(number))
}

fn a_session() -> Session {
    Session::start(
        SessionId::from_uuid(Uuid::from_u128(1)),
        token(1),
        UserId::from_uuid(Uuid::from_u128(1)),
        RequestOrigin::default(),
        &session_policy(),
        NOW,
    )
}

/// A session of this generation and the claims of all its tokens, each used first when it was `LIFE` old, by
/// bringing it back. The newest is minted at `minted_at` and unused.
fn renewed(generation: u32) -> (Session, Vec<Claims>, Timestamp) {
    let mut session = a_session();
    let mut claims = vec![session.current_claims(&session_policy())];
    let mut now = NOW;
    for number in 2..=generation {
        now = now.plus(LIFE);
        session.rotate(token(number.into()), &session_policy(), now);
        claims.push(session.current_claims(&session_policy()));
    }
    (session, claims, now)
}

fn judge(session: &Session, presented: &Claims, now: Timestamp) -> RenewalVerdict {
    session.judge_renewal(presented, &session_policy(), &renewal(), now)
}

fn refresh(session: &Session, presented: &Claims, now: Timestamp) -> RenewalVerdict {
    session.judge_refresh(presented, &session_policy(), &renewal(), now)
}

#[test]
fn the_newest_token_moves_the_session_on() {
    let (session, claims, now) = renewed(1);
    assert_eq!(
        judge(&session, &claims[0], now.plus(LIFE)),
        RenewalVerdict::Rotate
    );
}

// I10
#[test]
fn whoever_comes_second_gets_the_same_token() {
    let (session, claims, now) = renewed(2);
    assert_eq!(judge(&session, &claims[0], now), RenewalVerdict::HandOut);
}

// An expired token is never handed out.
#[test]
fn a_successor_that_nobody_took_gets_new_times() {
    let (mut session, claims, now) = renewed(2);
    let later = now.plus(LIFE);
    assert_eq!(judge(&session, &claims[0], later), RenewalVerdict::Refresh);
    session.refresh(&session_policy(), later);
    let again = session.current_claims(&session_policy());
    assert_eq!(
        (again.token, again.generation),
        (claims[1].token, claims[1].generation)
    );
    assert_eq!(
        again.expires_at,
        later.floor_to_second().plus(session_policy().access_ttl)
    );
}

// Section 2.5: grace counts from the first use of the successor, to the microsecond.
#[rstest]
#[case::nobody_used_the_successor(None, RenewalVerdict::HandOut)]
#[case::in_time(Some(GRACE.saturating_sub(MICROSECOND)), RenewalVerdict::HandOut)]
#[case::too_late(Some(GRACE), RenewalVerdict::Reuse)]
fn an_old_token_has_the_grace_time(
    #[case] used_before: Option<Duration>,
    #[case] verdict: RenewalVerdict,
) {
    let (mut session, claims, now) = renewed(2);
    let now = now.plus(Duration::from_mins(5));
    session.current_used_at = used_before.map(|span| now.minus(span));
    assert_eq!(judge(&session, &claims[0], now), verdict);
}

#[rstest]
#[case::in_time(GRACE.saturating_sub(MICROSECOND), RenewalVerdict::HandOut)]
#[case::too_late(GRACE, RenewalVerdict::Reuse)]
fn the_token_before_the_previous_one_has_its_grace_too(
    #[case] since: Duration,
    #[case] verdict: RenewalVerdict,
) {
    let (session, claims, now) = renewed(3);
    assert_eq!(session.previous_used_at, Some(now));
    assert_eq!(judge(&session, &claims[0], now.plus(since)), verdict);
}

// RFC 9700 §4.14.2
#[test]
fn any_older_token_is_a_copy() {
    let (session, claims, now) = renewed(4);
    assert_eq!(judge(&session, &claims[0], now), RenewalVerdict::Reuse);
}

#[rstest]
#[case::at_its_end(Duration::ZERO, RenewalVerdict::Rotate)]
#[case::past_its_end(MICROSECOND, RenewalVerdict::TooLate)]
fn the_renewal_window_has_an_end(#[case] beyond: Duration, #[case] verdict: RenewalVerdict) {
    let (session, claims, _) = renewed(1);
    let end = claims[0]
        .expires_at
        .plus(session_policy().leeway + renewal().window);
    assert_eq!(judge(&session, &claims[0], end.plus(beyond)), verdict);
}

// RFC 9700 §4.14.2
#[test]
fn a_copy_that_is_too_old_to_be_renewed_is_still_a_copy() {
    let (mut session, claims, now) = renewed(2);
    session.current_used_at = Some(now);
    let later = claims[0].expires_at.plus(Duration::from_hours(48));
    assert_eq!(judge(&session, &claims[0], later), RenewalVerdict::Reuse);
}

// After a backup was restored, clients hold tokens that storage has never heard of.
#[test]
fn a_token_newer_than_the_row_is_no_theft() {
    let (_, claims, now) = renewed(4);
    let (restored, _, _) = renewed(2);
    assert_eq!(
        judge(&restored, &claims[3], now.plus(LIFE)),
        RenewalVerdict::Refresh
    );
}

// Two moments of first use are known, so no token may fall behind them within its grace.
#[test]
fn a_third_generation_waits_for_the_grace_of_the_first() {
    let mut policy = session_policy();
    policy.access_ttl = SECOND;
    let mut session = a_session();
    let mut now = NOW;
    for number in 2..=3 {
        now = now.plus(SECOND * 8);
        session.rotate(token(number), &policy, now);
    }
    let newest = session.current_claims(&policy);
    let verdict = |since| session.judge_renewal(&newest, &policy, &renewal(), now.plus(since));
    assert_eq!(verdict(SECOND * 8), RenewalVerdict::Refresh);
    assert_eq!(
        verdict(GRACE.saturating_sub(MICROSECOND)),
        RenewalVerdict::Refresh
    );
    assert_eq!(verdict(GRACE), RenewalVerdict::Rotate);
}

// D13: in the last, broken second of a session no new token could live any longer.
#[test]
fn a_token_that_lasts_to_the_end_of_the_session_is_the_last() {
    let mut session = a_session();
    let before_the_end = session.absolute_expires_at.minus(Duration::from_mins(1));
    session.rotate(token(2), &session_policy(), before_the_end);
    let last = session.current_claims(&session_policy());
    assert_eq!(
        last.expires_at,
        session.absolute_expires_at.floor_to_second()
    );
    let now = session.absolute_expires_at.minus(MICROSECOND);
    assert!(now > last.expires_at);
    assert_eq!(refresh(&session, &last, now), RenewalVerdict::HandOut);
}

// Section 2.5: `POST /auth/refresh`.
#[test]
fn a_live_token_can_be_refreshed_early() {
    let (session, claims, now) = renewed(1);
    assert_eq!(
        refresh(&session, &claims[0], now.plus(SECOND)),
        RenewalVerdict::Rotate
    );
}

#[test]
fn a_live_token_that_has_a_successor_gets_that_one() {
    let (mut session, claims, now) = renewed(1);
    session.rotate(token(2), &session_policy(), now.plus(SECOND));
    session.current_used_at = Some(now.plus(SECOND));
    let later = now.plus(Duration::from_mins(10));
    assert_eq!(
        refresh(&session, &claims[0], later),
        RenewalVerdict::HandOut
    );
}

// However often it is asked for.
#[test]
fn refreshing_in_a_hurry_brings_the_same_token() {
    let mut session = a_session();
    for number in 2..=3 {
        session.rotate(token(number), &session_policy(), NOW);
    }
    let newest = session.current_claims(&session_policy());
    assert_eq!(refresh(&session, &newest, NOW), RenewalVerdict::HandOut);
    assert_eq!(
        refresh(&session, &newest, NOW.plus(GRACE)),
        RenewalVerdict::Rotate
    );
}

#[test]
fn moving_on_keeps_what_the_grace_needs() {
    let (mut session, _, now) = renewed(2);
    assert_eq!(session.previous_token, Some(token(1)));
    assert_eq!(session.previous_used_at, Some(now));
    session.current_used_at = Some(now.plus(SECOND));
    session.rotate(token(3), &session_policy(), now.plus(LIFE));
    assert_eq!(session.previous_token, Some(token(2)));
    assert_eq!(session.previous_used_at, Some(now.plus(SECOND)));
    assert_eq!(session.current_used_at, None);
    assert_eq!(session.generation, Generation::from_stored(3));
}

// Section 2.4: the hot path queues nothing for a session that was never renewed.
#[test]
fn only_the_newest_token_of_a_renewed_session_awaits_acknowledgement() {
    let (first, second) = (Generation::FIRST, Generation::FIRST.next());
    let (mut session, ..) = renewed(2);
    assert!(!a_session().awaits_acknowledgement(first));
    assert!(session.awaits_acknowledgement(second));
    assert!(!session.awaits_acknowledgement(first));
    session.current_used_at = Some(NOW);
    assert!(!session.awaits_acknowledgement(second));
}

// D13
#[test]
fn a_use_slides_the_idle_end_and_no_clock_takes_it_back() {
    let mut session = a_session();
    let later = NOW.plus(Duration::from_hours(1));
    session.touch(&session_policy(), later);
    let idle_end = later.plus(session_policy().idle_timeout);
    assert_eq!(session.idle_expires_at, idle_end);
    session.touch(&session_policy(), NOW);
    assert_eq!(
        (session.last_seen_at, session.idle_expires_at),
        (later, idle_end)
    );
}

// Section 2.3
#[rstest]
#[case::usual(Duration::from_hours(7 * 24), Duration::from_mins(1))]
#[case::short(Duration::from_secs(50), Duration::from_secs(5))]
fn uses_are_written_down_once_a_minute_or_in_a_tenth_of_the_idle_limit(
    #[case] idle_timeout: Duration,
    #[case] every: Duration,
) {
    let mut policy = session_policy();
    policy.idle_timeout = idle_timeout;
    let session = a_session();
    let is_worth = |now| session.is_worth_touching(&policy, now);
    assert!(!is_worth(NOW.plus(every).minus(MICROSECOND)));
    assert!(is_worth(NOW.plus(every)));
    assert!(!is_worth(NOW.minus(every)));
}

// Section 2.6
#[test]
fn what_ended_a_session_first_stays_written() {
    let mut session = a_session();
    session.revoke(RevocationReason::LogOut, NOW);
    session.revoke(RevocationReason::TokenReuse, NOW.plus(SECOND));
    assert_eq!(session.revoked, Some((NOW, RevocationReason::LogOut)));
}

proptest! {
    // Whatever is presented whenever: only a token that can be used is given.
    #[test]
    fn what_is_given_is_live(generation in 1..6_u32, presented in 0..6_usize, wait in 0..30 * 24 * 3600_u64) {
        let (mut session, claims, minted_at) = renewed(generation);
        let now = minted_at.plus(SECOND * u32::try_from(wait).unwrap_or(0));
        prop_assume!(session.check_alive(now).is_ok());
        let presented = claims[presented.min(claims.len() - 1)];
        match refresh(&session, &presented, now) {
            RenewalVerdict::HandOut => {}
            RenewalVerdict::Refresh => session.refresh(&session_policy(), now),
            RenewalVerdict::Rotate => session.rotate(token(99), &session_policy(), now),
            RenewalVerdict::TooLate | RenewalVerdict::Reuse => return Ok(()),
        }
        prop_assert!(session.current_expires_at > now);
        prop_assert!(session.current_expires_at <= session.absolute_expires_at);
    }
}
