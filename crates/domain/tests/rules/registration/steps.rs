//! What each step demands and what it changes, one example per rule.

use std::time::Duration;

use portico_domain::password::PasswordHash;
use portico_domain::ports::OtpDigester;
use portico_domain::registration::{
    Registration, RegistrationKey, RegistrationPolicy, RegistrationStep, ResendRefusal,
    StepRefusal, VerifyRefusal,
};
use portico_domain::timestamp::Timestamp;
use portico_domain::user::Email;

use super::{a_code, policy};
use crate::doubles::CountingDigester;

const START: Timestamp = Timestamp::from_unix_micros(1_767_323_045_678_901);
const MICROSECOND: Duration = Duration::from_micros(1);
const KEY: RegistrationKey = RegistrationKey::from_digest([7; 32]);
const RIGHT: &str = "111111";
const NEWER: &str = "222222";
const WRONG: &str = "999999";

/// A registration, its digester and the clock that the test moves.
struct Flow {
    registration: Registration,
    digester: CountingDigester,
    policy: RegistrationPolicy,
    now: Timestamp,
}

fn a_flow() -> Flow {
    a_flow_under(policy())
}

fn a_flow_under(policy: RegistrationPolicy) -> Flow {
    let digester = CountingDigester::default();
    let email = Email::parse("somebody@example.com").expect("an address");
    let digest = digester.digest((&KEY).into(), &a_code(RIGHT));
    Flow {
        registration: Registration::begin(KEY, email, digest, &policy, START),
        digester,
        policy,
        now: START,
    }
}

impl Flow {
    fn after(mut self, span: Duration) -> Self {
        self.now = self.now.plus(span);
        self
    }

    fn just_before(self, span: Duration) -> Self {
        let mut flow = self.after(span);
        flow.now = flow.now.minus(MICROSECOND);
        flow
    }

    fn verify(&mut self, code: &str) -> Result<(), VerifyRefusal> {
        self.registration
            .verify(&a_code(code), &self.policy, self.now, &self.digester)
    }

    fn resend(&mut self, code: &str) -> Result<(), ResendRefusal> {
        let digest = self.digester.digest((&KEY).into(), &a_code(code));
        self.registration.resend(digest, &self.policy, self.now)
    }

    fn set_password(&mut self) -> Result<(), StepRefusal> {
        self.registration.set_password(a_hash(), self.now)
    }

    fn complete(&mut self) -> Result<PasswordHash, StepRefusal> {
        self.registration.complete(self.now)
    }

    fn verified(mut self) -> Self {
        self.verify(RIGHT).expect("the right code");
        self
    }

    fn with_password(mut self) -> Self {
        self.set_password().expect("a password");
        self
    }

    fn with_wrong_codes(mut self, count: u32) -> Self {
        for _ in 0..count {
            self.verify(WRONG).expect_err("a wrong code");
        }
        self
    }
}

fn a_hash() -> PasswordHash {
    PasswordHash::from_stored("$rule$".to_owned())
}

const fn wrong(attempts_left: u32) -> Result<(), VerifyRefusal> {
    Err(VerifyRefusal::Wrong { attempts_left })
}

#[test]
fn four_steps_in_order_give_the_password_hash_for_the_account() {
    let mut flow = a_flow().verified().with_password();
    assert_eq!(flow.complete(), Ok(a_hash()));
    assert_eq!(flow.registration.record().step, RegistrationStep::Done);
}

// A2
#[test]
fn no_step_is_taken_before_the_one_in_front_of_it() {
    let mut fresh = a_flow();
    assert_eq!(fresh.set_password(), Err(StepRefusal::WrongStep));
    assert_eq!(fresh.complete(), Err(StepRefusal::WrongStep));
    let mut verified = a_flow().verified();
    assert_eq!(verified.complete(), Err(StepRefusal::WrongStep));
}

// A2, A8
#[test]
fn no_step_is_taken_twice() {
    let mut flow = a_flow().verified();
    assert_eq!(
        flow.verify(RIGHT),
        Err(VerifyRefusal::Step(StepRefusal::WrongStep))
    );
    let mut flow = flow.with_password();
    assert_eq!(flow.set_password(), Err(StepRefusal::WrongStep));
    flow.complete().expect("the account");
    assert_eq!(flow.complete(), Err(StepRefusal::WrongStep));
}

// A7
#[test]
fn each_wrong_code_leaves_one_attempt_less() {
    let mut flow = a_flow();
    for attempts_left in [4, 3, 2, 1, 0] {
        assert_eq!(flow.verify(WRONG), wrong(attempts_left));
    }
}

// A7
#[test]
fn the_sixth_code_is_refused_even_if_right() {
    let mut flow = a_flow().with_wrong_codes(5);
    assert_eq!(flow.verify(RIGHT), Err(VerifyRefusal::Exhausted));
    assert_eq!(flow.digester.comparisons(), 5);
}

// A7
#[test]
fn the_fifth_code_still_counts_if_right() {
    let mut flow = a_flow().with_wrong_codes(4);
    assert_eq!(flow.verify(RIGHT), Ok(()));
}

// A7: a further code gives no further attempts.
#[test]
fn a_resend_does_not_reset_the_attempts() {
    let mut flow = a_flow().with_wrong_codes(4).after(Duration::from_mins(1));
    flow.resend(NEWER).expect("a further code");
    assert_eq!(flow.verify(WRONG), wrong(0));
    assert_eq!(flow.verify(NEWER), Err(VerifyRefusal::Exhausted));
}

// A7
#[test]
fn an_exhausted_registration_gets_no_further_code() {
    let mut flow = a_flow().with_wrong_codes(5).after(Duration::from_mins(2));
    assert_eq!(flow.resend(NEWER), Err(ResendRefusal::Exhausted));
}

// A4
#[test]
fn a_resend_voids_the_older_code() {
    let mut flow = a_flow().after(Duration::from_mins(1));
    flow.resend(NEWER).expect("a further code");
    assert_eq!(flow.verify(RIGHT), wrong(4));
    assert_eq!(flow.verify(NEWER), Ok(()));
}

// A6
#[test]
fn a_code_lives_for_ten_minutes_and_not_longer() {
    let mut in_time = a_flow().just_before(Duration::from_mins(10));
    assert_eq!(in_time.verify(RIGHT), Ok(()));
    let mut late = a_flow().after(Duration::from_mins(10));
    assert_eq!(late.verify(RIGHT), Err(VerifyRefusal::CodeExpired));
}

// A6: an expired code tells nothing and costs nothing.
#[test]
fn an_expired_code_is_not_compared_and_not_counted() {
    let mut late = a_flow().after(Duration::from_mins(10));
    assert_eq!(late.verify(WRONG), Err(VerifyRefusal::CodeExpired));
    assert_eq!(late.digester.comparisons(), 0);
    assert_eq!(late.registration.record().attempts, 0);
}

// A6
#[test]
fn a_further_code_has_its_own_ten_minutes() {
    let mut flow = a_flow().after(Duration::from_mins(30));
    flow.resend(NEWER).expect("a further code");
    let mut in_time = flow.just_before(Duration::from_mins(10));
    assert_eq!(in_time.verify(NEWER), Ok(()));
}

// A6
#[test]
fn no_code_outlives_its_registration() {
    let mut flow = a_flow().after(Duration::from_mins(55));
    flow.resend(NEWER).expect("a further code");
    let record = flow.registration.record();
    assert_eq!(record.code_expires_at, record.expires_at);
}

// A6
#[test]
fn after_an_hour_every_step_is_gone() {
    let hour = Duration::from_hours(1);
    let mut first = a_flow().after(hour);
    assert_eq!(
        first.verify(RIGHT),
        Err(VerifyRefusal::Step(StepRefusal::Gone))
    );
    assert_eq!(
        first.resend(NEWER),
        Err(ResendRefusal::Step(StepRefusal::Gone))
    );
    let mut second = a_flow().verified().after(hour);
    assert_eq!(second.set_password(), Err(StepRefusal::Gone));
    let mut third = a_flow().verified().with_password().after(hour);
    assert_eq!(third.complete(), Err(StepRefusal::Gone));
}

// A6
#[test]
fn until_the_hour_is_over_the_last_step_can_be_taken() {
    let mut flow = a_flow()
        .verified()
        .with_password()
        .just_before(Duration::from_hours(1));
    assert!(flow.complete().is_ok());
}

// A10
#[test]
fn a_further_code_waits_for_a_minute() {
    let mut early = a_flow().after(Duration::from_secs(59));
    let wait = ResendRefusal::Wait {
        retry_after: Duration::from_secs(1),
    };
    assert_eq!(early.resend(NEWER), Err(wait));
    let mut in_time = early.after(Duration::from_secs(1));
    assert_eq!(in_time.resend(NEWER), Ok(()));
}

// A10
#[test]
fn each_further_code_starts_the_minute_anew() {
    let mut flow = a_flow().after(Duration::from_mins(1));
    flow.resend(NEWER).expect("a further code");
    assert_eq!(
        flow.resend(NEWER),
        Err(ResendRefusal::Wait {
            retry_after: Duration::from_mins(1)
        })
    );
}

// A10
#[test]
fn the_sixth_further_code_waits_for_another_registration() {
    let mut flow = a_flow();
    for _ in 0..5 {
        flow = flow.after(Duration::from_mins(1));
        flow.resend(NEWER).expect("a further code");
    }
    let mut flow = flow.after(Duration::from_mins(1));
    let left = Duration::from_mins(54);
    assert_eq!(
        flow.resend(NEWER),
        Err(ResendRefusal::Wait { retry_after: left })
    );
}

// A10: a refused resend leaves the code that is on its way as it is.
#[test]
fn a_refused_resend_changes_nothing() {
    let mut flow = a_flow();
    let before = flow.registration.clone();
    flow.resend(NEWER).expect_err("too soon");
    assert_eq!(flow.registration, before);
    assert_eq!(flow.verify(RIGHT), Ok(()));
}

#[test]
fn without_limits_further_codes_come_at_once_and_without_end() {
    let mut flow = a_flow_under(RegistrationPolicy {
        resend_after: Duration::ZERO,
        max_resends: None,
        ..policy()
    });
    for _ in 0..50 {
        assert_eq!(flow.resend(NEWER), Ok(()));
    }
}

#[test]
fn a_registration_comes_back_from_storage_as_it_was() {
    let registration = a_flow().with_wrong_codes(2).registration;
    let restored = Registration::restore(registration.record().clone());
    assert_eq!(restored, registration);
}
