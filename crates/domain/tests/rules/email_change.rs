//! Changes of addresses that must be proven (F7r, A7).

use std::time::Duration;

use portico_domain::email_change::{
    ConfirmRefusal, EmailChange, EmailChangeId, EmailChangeStage, UndoRefusal,
};
use portico_domain::link::LinkDigest;
use portico_domain::ports::OtpDigester;
use portico_domain::registration::OtpCode;
use portico_domain::timestamp::Timestamp;
use portico_domain::user::{Email, UserId};
use uuid::Uuid;

use crate::doubles::CountingDigester;
use crate::registration::policy;

const ASKED_AT: Timestamp = Timestamp::from_unix_seconds(1_000);
const WEEK: Duration = Duration::from_hours(7 * 24);
const TICK: Duration = Duration::from_micros(1);

fn code(digits: &str) -> OtpCode {
    OtpCode::parse(digits).expect("a code")
}

fn right() -> OtpCode {
    code("042042")
}

fn wrong() -> OtpCode {
    code("999999")
}

/// A change that waits for the code 042042, and whoever compares it.
fn a_change() -> (EmailChange, CountingDigester) {
    let digester = CountingDigester::default();
    let undo = LinkDigest::from_digest([7; 32]);
    let code_expires_at = ASKED_AT.plus(policy().code_ttl);
    let change = EmailChange {
        id: EmailChangeId::from_uuid(Uuid::from_u128(1)),
        user: UserId::from_uuid(Uuid::from_u128(2)),
        old: Email::parse("old@example.com").expect("an address"),
        new: Email::parse("new@example.com").expect("an address"),
        code: digester.digest((&undo).into(), &right()),
        code_expires_at,
        attempts: 0,
        undo,
        undo_expires_at: code_expires_at.plus(EmailChange::UNDO_TIME),
        stage: EmailChangeStage::Pending,
    };
    (change, digester)
}

// F7r
#[test]
fn the_right_code_confirms_and_gives_the_old_address_a_week() {
    let (mut change, digester) = a_change();
    let now = change.code_expires_at.minus(TICK);
    assert_eq!(change.confirm(&right(), &policy(), now, &digester), Ok(()));
    assert_eq!(change.stage, EmailChangeStage::Confirmed);
    assert_eq!(change.undo_expires_at, now.plus(WEEK));
}

// A7: every comparison counts, and the attempts that are left are told.
#[test]
fn a_wrong_code_counts_and_confirms_nothing() {
    let (mut change, digester) = a_change();
    for left in (0..5).rev() {
        let verdict = change.confirm(&wrong(), &policy(), ASKED_AT, &digester);
        let attempts_left = left;
        assert_eq!(verdict, Err(ConfirmRefusal::Wrong { attempts_left }));
    }
    assert_eq!((change.attempts, digester.comparisons()), (5, 5));
    assert_eq!(change.stage, EmailChangeStage::Pending);
}

// A7
#[test]
fn the_sixth_code_is_refused_even_if_right_and_is_not_compared() {
    let (mut change, digester) = a_change();
    for _ in 0..5 {
        let _ = change.confirm(&wrong(), &policy(), ASKED_AT, &digester);
    }
    let before = change.clone();
    let verdict = change.confirm(&right(), &policy(), ASKED_AT, &digester);
    assert_eq!(verdict, Err(ConfirmRefusal::Exhausted));
    assert_eq!((change, digester.comparisons()), (before, 5));
}

// A7
#[test]
fn the_fifth_code_may_still_be_right() {
    let (mut change, digester) = a_change();
    for _ in 0..4 {
        let _ = change.confirm(&wrong(), &policy(), ASKED_AT, &digester);
    }
    let verdict = change.confirm(&right(), &policy(), ASKED_AT, &digester);
    assert_eq!(verdict, Ok(()));
}

// A6
#[test]
fn a_code_that_has_expired_is_not_compared() {
    let (mut change, digester) = a_change();
    let now = change.code_expires_at;
    let verdict = change.confirm(&right(), &policy(), now, &digester);
    assert_eq!(verdict, Err(ConfirmRefusal::Expired));
    assert_eq!((change.attempts, digester.comparisons()), (0, 0));
}

// A4: the code of one change is bound to it by its undo link.
#[test]
fn a_code_of_another_change_does_not_confirm() {
    let (mut change, digester) = a_change();
    change.undo = LinkDigest::from_digest([8; 32]);
    let verdict = change.confirm(&right(), &policy(), ASKED_AT, &digester);
    assert!(
        matches!(verdict, Err(ConfirmRefusal::Wrong { .. })),
        "{verdict:?}"
    );
}

// F7r
#[test]
fn a_change_is_taken_back_before_it_is_confirmed() {
    let (change, _) = a_change();
    for now in [ASKED_AT, change.code_expires_at] {
        assert_eq!(change.check_undo(now), Ok(()));
    }
}

// F7r
#[test]
fn a_change_is_taken_back_up_to_seven_days_after_it_was_confirmed() {
    let (mut change, digester) = a_change();
    let now = ASKED_AT.plus(Duration::from_mins(3));
    let confirmed = change.confirm(&right(), &policy(), now, &digester);
    confirmed.expect("the right code");
    let end = now.plus(WEEK);
    assert_eq!(change.check_undo(end.minus(TICK)), Ok(()));
    assert_eq!(change.check_undo(end), Err(UndoRefusal));
}
