//! The promises of registration hold in every order of events: a random client walks the steps at
//! random times, and a witness who knows only what was asked and answered checks the answers.

use std::time::Duration;

use portico_domain::password::PasswordHash;
use portico_domain::ports::OtpDigester;
use portico_domain::registration::{OtpCode, Registration, RegistrationKey, VerifyRefusal};
use portico_domain::timestamp::Timestamp;
use portico_domain::user::Email;
use proptest::prelude::*;

use super::{a_code, policy};
use crate::doubles::CountingDigester;

const START: Timestamp = Timestamp::from_unix_micros(1_767_323_045_678_901);
const KEY: RegistrationKey = RegistrationKey::from_digest([7; 32]);
const HOUR: Duration = Duration::from_hours(1);
const MINUTE: Duration = Duration::from_mins(1);

/// Which code the client types.
#[derive(Clone, Copy, Debug)]
enum Typed {
    Newest,
    Older,
    Wrong,
}

#[derive(Clone, Copy, Debug)]
enum Event {
    Verify(Typed),
    Resend,
    SetPassword,
    Complete,
    Wait(Duration),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        2 => Just(Event::Verify(Typed::Newest)),
        2 => Just(Event::Verify(Typed::Older)),
        4 => Just(Event::Verify(Typed::Wrong)),
        3 => Just(Event::Resend),
        2 => Just(Event::SetPassword),
        2 => Just(Event::Complete),
        4 => (0..130_u64).prop_map(|seconds| Event::Wait(Duration::from_secs(seconds))),
        1 => (0..1_500_u64).prop_map(|seconds| Event::Wait(Duration::from_secs(seconds))),
    ];
    prop::collection::vec(event, 1..60)
}

/// The registration under test and what the witness noted.
struct Witness {
    registration: Registration,
    digester: CountingDigester,
    now: Timestamp,
    /// When each code was sent; its place is its number.
    sent: Vec<Timestamp>,
    /// The steps that were granted, in order.
    granted: Vec<&'static str>,
}

impl Witness {
    fn new() -> Self {
        let digester = CountingDigester::default();
        let email = Email::parse("somebody@example.com").expect("an address");
        let digest = digester.digest((&KEY).into(), &code(0));
        Self {
            registration: Registration::begin(KEY, email, digest, &policy(), START),
            digester,
            now: START,
            sent: vec![START],
            granted: Vec::new(),
        }
    }

    /// Takes a step and checks what must hold of it alone.
    fn see(&mut self, event: Event) -> Result<(), TestCaseError> {
        let before = self.registration.clone();
        let granted = match event {
            Event::Verify(typed) => self.verify(typed)?,
            Event::Resend => self.resend()?,
            Event::SetPassword => self.set_password(),
            Event::Complete => self.complete(),
            Event::Wait(span) => {
                self.now = self.now.plus(span);
                false
            }
        };
        if self.now.since(START) >= HOUR {
            // A6
            prop_assert!(!granted, "{event:?} after the hour");
            prop_assert_eq!(&self.registration, &before);
        }
        Ok(())
    }

    fn verify(&mut self, typed: Typed) -> Result<bool, TestCaseError> {
        let compared_before = self.digester.comparisons();
        let before = self.registration.clone();
        let verdict =
            self.registration
                .verify(&self.code(typed), &policy(), self.now, &self.digester);
        let compared = self.digester.comparisons() - compared_before;
        let counted = self.registration.record().attempts - before.record().attempts;
        // A7: what is compared is counted, once.
        prop_assert_eq!(compared, counted);
        match verdict {
            Ok(()) => self.note_right_code(typed)?,
            Err(VerifyRefusal::Wrong { attempts_left }) => {
                prop_assert_eq!(attempts_left, 5 - self.digester.comparisons());
            }
            Err(_) => prop_assert_eq!(&self.registration, &before),
        }
        Ok(verdict.is_ok())
    }

    fn note_right_code(&mut self, typed: Typed) -> Result<(), TestCaseError> {
        // A4: only the newest code is right.
        prop_assert!(matches!(typed, Typed::Newest));
        // A6: and only for ten minutes.
        prop_assert!(self.now.since(self.sent[self.sent.len() - 1]) < MINUTE * 10);
        self.granted.push("verify");
        Ok(())
    }

    fn resend(&mut self) -> Result<bool, TestCaseError> {
        let before = self.registration.clone();
        let digest = self.digester.digest((&KEY).into(), &code(self.sent.len()));
        let verdict = self.registration.resend(digest, &policy(), self.now);
        if verdict.is_ok() {
            // A2: no code is sent once one was proven.
            prop_assert!(self.granted.is_empty());
            self.sent.push(self.now);
        } else {
            prop_assert_eq!(&self.registration, &before);
        }
        Ok(verdict.is_ok())
    }

    fn set_password(&mut self) -> bool {
        let hash = PasswordHash::from_stored("hash".to_owned());
        let granted = self.registration.set_password(hash, self.now).is_ok();
        self.granted.extend(granted.then_some("set_password"));
        granted
    }

    fn complete(&mut self) -> bool {
        let granted = self.registration.complete(self.now).is_ok();
        self.granted.extend(granted.then_some("complete"));
        granted
    }

    fn code(&self, typed: Typed) -> OtpCode {
        match (typed, self.sent.len()) {
            (Typed::Newest, sent) => code(sent - 1),
            (Typed::Older, sent) if sent > 1 => code(sent - 2),
            _ => a_code("999999"),
        }
    }

    /// What must hold of the whole walk.
    fn conclude(&self) -> Result<(), TestCaseError> {
        // A7: however many were typed.
        prop_assert!(self.digester.comparisons() <= 5);
        // A2, A8: each step once, in order.
        prop_assert!(["verify", "set_password", "complete"].starts_with(&self.granted));
        // A10
        prop_assert!(self.sent.len() <= 6);
        let gaps = self.sent.windows(2).map(|pair| pair[1].since(pair[0]));
        prop_assert!(gaps.into_iter().all(|gap| gap >= MINUTE));
        Ok(())
    }
}

/// The code of this number; all of them differ.
fn code(number: usize) -> OtpCode {
    a_code(&format!("{number:06}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    // A2, A4, A6, A7, A8, A10
    #[test]
    fn no_order_of_events_breaks_a_promise(events in events()) {
        let mut witness = Witness::new();
        for event in events {
            witness.see(event)?;
        }
        witness.conclude()?;
    }

    // A7
    #[test]
    fn after_five_wrong_codes_nothing_is_compared_any_more(events in events()) {
        let mut witness = Witness::new();
        for _ in 0..5 {
            witness.see(Event::Verify(Typed::Wrong))?;
        }
        for event in events {
            witness.see(event)?;
        }
        prop_assert_eq!(witness.digester.comparisons(), 5);
        prop_assert!(witness.granted.is_empty());
        prop_assert_eq!(witness.sent.len(), 1);
    }

    // I16: a clock that jumps about neither panics nor buys more than five comparisons.
    #[test]
    fn no_jump_of_the_clock_buys_another_guess(
        steps in prop::collection::vec((any::<i64>(), any::<bool>()), 1..40)
    ) {
        let mut witness = Witness::new();
        for (micros, guess) in steps {
            witness.now = Timestamp::from_unix_micros(micros);
            let event = if guess { Event::Verify(Typed::Wrong) } else { Event::Resend };
            witness.see(event)?;
        }
        prop_assert!(witness.digester.comparisons() <= 5);
        prop_assert!(witness.sent.len() <= 6);
    }
}
