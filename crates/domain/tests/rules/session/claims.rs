//! When a token counts (D6).

use std::time::Duration;

use portico_domain::session::{Generation, SessionId, TokenId};
use portico_domain::timestamp::Timestamp;
use portico_domain::token::{AccessToken, Claims, TokenPhase};
use portico_domain::user::UserId;
use proptest::prelude::*;
use rstest::rstest;
use uuid::Uuid;

use super::MICROSECOND;

const LEEWAY: Duration = Duration::from_secs(5);
const ISSUED_AT: Timestamp = Timestamp::from_unix_seconds(1_000_000);
const EXPIRES_AT: Timestamp = Timestamp::from_unix_seconds(1_000_900);

fn claims() -> Claims {
    Claims {
        subject: UserId::from_uuid(Uuid::from_u128(1)),
        session: SessionId::from_uuid(Uuid::from_u128(2)),
        token: TokenId::from_uuid(Uuid::from_u128(3)),
        generation: Generation::FIRST,
        issued_at: ISSUED_AT,
        not_before: ISSUED_AT.minus(LEEWAY),
        expires_at: EXPIRES_AT,
        auth_time: ISSUED_AT,
    }
}

fn phase_at(now: Timestamp) -> TokenPhase {
    claims().phase(now, LEEWAY)
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(seconds)
}

// D6: exp + leeway is the last second at which it counts.
#[rstest]
#[case::before_the_leeway(at(999_994), TokenPhase::NotYet)]
#[case::just_before_the_leeway(at(999_995).minus(MICROSECOND), TokenPhase::NotYet)]
#[case::from_the_leeway_on(at(999_995), TokenPhase::Live)]
#[case::when_issued(ISSUED_AT, TokenPhase::Live)]
#[case::when_it_expires(EXPIRES_AT, TokenPhase::Live)]
#[case::in_the_leeway(at(1_000_905), TokenPhase::Live)]
#[case::in_its_last_second(at(1_000_906).minus(MICROSECOND), TokenPhase::Live)]
#[case::a_second_past_the_leeway(at(1_000_906), TokenPhase::Expired)]
#[case::long_after(Timestamp::MAX, TokenPhase::Expired)]
fn a_token_counts_from_its_issue_to_its_expiry_with_the_leeway(
    #[case] now: Timestamp,
    #[case] phase: TokenPhase,
) {
    assert_eq!(phase_at(now), phase);
}

// D6
#[test]
fn without_leeway_it_expires_in_the_second_after() {
    let phase = |now| claims().phase(now, Duration::ZERO);
    assert_eq!(phase(EXPIRES_AT), TokenPhase::Live);
    assert_eq!(phase(at(1_000_901)), TokenPhase::Expired);
}

// I16: a token at the end of time must not overflow, nor live for ever by it.
#[test]
fn times_at_the_ends_do_not_overflow() {
    let endless = Claims {
        expires_at: Timestamp::MAX,
        ..claims()
    };
    assert_eq!(
        endless.phase(ISSUED_AT, Duration::MAX / 2),
        TokenPhase::Live
    );
    assert_eq!(endless.phase(Timestamp::MAX, LEEWAY), TokenPhase::Expired);
}

// D2
#[test]
fn a_token_has_at_most_4_kib() {
    assert_eq!(AccessToken::MAX_LENGTH, 4 * 1024);
}

proptest! {
    // D6: once expired, always expired.
    #[test]
    fn the_phases_follow_one_another(a in 999_000_000_000_i64..1_002_000_000_000, b in 999_000_000_000_i64..1_002_000_000_000) {
        let rank = |micros| match phase_at(Timestamp::from_unix_micros(micros)) {
            TokenPhase::NotYet => 0,
            TokenPhase::Live => 1,
            TokenPhase::Expired => 2,
        };
        prop_assert!(rank(a.min(b)) <= rank(a.max(b)));
    }
}
