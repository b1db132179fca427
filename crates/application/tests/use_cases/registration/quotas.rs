//! How many codes an address may be sent, and how many wrong ones it bears (A10, A11).

use std::time::Duration;

use domain::registration::{ResendRefusal, VerifyRefusal};
use domain::throttle::{Throttle, ThrottlePolicy, Throttled};
use domain::timestamp::Timestamp;
use port_contracts::fixtures::{A_MOMENT, a_full_origin, a_throttle_key};
use portico_application::limits::Limits;
use portico_application::registrations::{InitiateRegistrationCommand, VerifyOtpRefusal};
use portico_application::{TooMany, UseCaseError};

use crate::world::{Flow, World, a_world, a_world_with, address, an_unlimited_world, wrong_code};

const MINUTE: Duration = Duration::from_mins(1);
const DAY: Duration = Duration::from_hours(24);

async fn initiate(world: &World, email: &str) -> Result<(), UseCaseError<TooMany>> {
    let command = InitiateRegistrationCommand {
        email: address(email),
        origin: a_full_origin(),
    };
    let initiated = world.registrations.initiate.execute(command).await;
    initiated.map(drop)
}

fn is_too_many(answer: &Result<(), UseCaseError<TooMany>>) -> bool {
    // The whole of it comes back in an hour, one code in twelve minutes.
    matches!(answer, Err(UseCaseError::Refused(TooMany { retry_after }))
        if (11 * MINUTE..=12 * MINUTE).contains(retry_after))
}

// A10: first codes and further ones together, with an account or without.
#[tokio::test]
async fn an_address_is_sent_five_codes_and_no_sixth() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    for (email, used) in [("kim@example.com", 1), ("lee@example.com", 0)] {
        let mut secret = None;
        for _ in used..3 {
            secret = Some(world.initiate(email).await.secret);
        }
        let secret = secret.expect("a flow");
        for _ in 0..2 {
            world.wait(MINUTE);
            assert!(world.resend(&secret).await.is_ok());
        }
        world.wait(MINUTE);
        let before = world.tables.dump().await;
        assert!(is_too_many(&initiate(&world, email).await), "{email}");
        let resend = world.resend(&secret).await.map(drop);
        let waits = matches!(
            resend,
            Err(UseCaseError::Refused(ResendRefusal::Wait { retry_after })) if retry_after > 11 * MINUTE
        );
        assert!(waits, "{resend:?}");
        assert_eq!(world.tables.dump().await, before);
    }
    assert_eq!(initiate(&world, "ann@example.com").await, Ok(()));
}

// A10: the address as it counts, not as it is written.
#[tokio::test]
async fn another_spelling_of_an_address_is_the_same_address() {
    let world = a_world().await;
    for email in ["kim@example.com", "KIM@example.com", "Kim@EXAMPLE.com"] {
        assert_eq!(initiate(&world, email).await, Ok(()));
    }
    for _ in 0..2 {
        assert_eq!(initiate(&world, "kim@example.COM").await, Ok(()));
    }
    assert!(is_too_many(&initiate(&world, "kim@example.com").await));
}

// A10: a resend that is refused for another reason is no code.
#[tokio::test]
async fn a_resend_that_comes_too_soon_does_not_count() {
    let world = a_world().await;
    let flow = world.initiate("kim@example.com").await;
    for _ in 0..10 {
        let soon = world.resend(&flow.secret).await;
        soon.expect_err("a minute has not passed");
    }
    for _ in 0..4 {
        assert_eq!(initiate(&world, "kim@example.com").await, Ok(()));
    }
}

#[tokio::test]
async fn without_limits_nobody_counts_codes() {
    let world = an_unlimited_world().await;
    for _ in 0..20 {
        assert_eq!(initiate(&world, "kim@example.com").await, Ok(()));
    }
}

/// A world where an address bears seven wrong codes a day.
async fn a_world_of_seven_guesses() -> World {
    a_world_with(|_, policies| policies.limits.wrong_codes_per_address.free_failures = 7).await
}

type Verdict = Result<(), UseCaseError<VerifyOtpRefusal>>;

async fn verify(world: &World, flow: &Flow) -> Verdict {
    let verdict = world.verify(&flow.secret, &flow.code).await;
    verdict.map(drop)
}

async fn guess_wrong(world: &World, flow: &Flow, times: u32) {
    for _ in 0..times {
        let wrong = wrong_code(&flow.code);
        let verdict = world.verify(&flow.secret, &wrong).await.map(drop);
        let is_wrong = matches!(
            verdict,
            Err(UseCaseError::Refused(VerifyOtpRefusal::Code(
                VerifyRefusal::Wrong { .. }
            )))
        );
        assert!(is_wrong, "{verdict:?}");
    }
}

const fn wait_for(retry_after: Duration) -> Verdict {
    let throttled = VerifyOtpRefusal::Throttled(Throttled { retry_after });
    Err(UseCaseError::Refused(throttled))
}

// A11: over all registrations of an address; the right code is refused as well.
#[tokio::test]
async fn an_address_bears_so_many_wrong_codes_a_day_and_no_more() {
    let world = a_world_of_seven_guesses().await;
    let first = world.flow("kim@example.com").await;
    guess_wrong(&world, &first, 5).await;
    let second = world.flow("Kim@example.com").await;
    guess_wrong(&world, &second, 2).await;
    let compared = world.digester.comparisons();
    let before = world.tables.dump().await;
    assert_eq!(verify(&world, &second).await, wait_for(DAY));
    assert_eq!(world.digester.comparisons(), compared);
    assert_eq!(world.tables.dump().await, before);
    let third = world.flow("kim@example.com").await;
    assert_eq!(verify(&world, &third).await, wait_for(DAY));
}

// A11
#[tokio::test]
async fn a_budget_is_back_after_a_day() {
    let world = a_world_of_seven_guesses().await;
    let first = world.flow("kim@example.com").await;
    guess_wrong(&world, &first, 5).await;
    let second = world.flow("kim@example.com").await;
    guess_wrong(&world, &second, 2).await;
    world.wait(DAY);
    let third = world.flow("kim@example.com").await;
    guess_wrong(&world, &third, 4).await;
    assert_eq!(verify(&world, &third).await, Ok(()));
}

/// When wrong codes are judged, if somebody tries one at first, rests, and then tries as many as they can whenever
/// they can.
fn greedy_guesses(policy: &ThrottlePolicy, rest: Duration) -> Vec<Timestamp> {
    let mut memory = Throttle::new(a_throttle_key(), A_MOMENT);
    let mut guesses = Vec::new();
    let mut try_as_many_as = |most: u32, now: Timestamp| {
        for _ in 0..most {
            if memory.check(policy, now).is_ok() {
                memory.fail(policy, now);
                guesses.push(now);
            }
        }
    };
    try_as_many_as(1, A_MOMENT);
    for quarter in 0..20 {
        try_as_many_as(200, A_MOMENT.plus(rest + quarter * DAY / 4));
    }
    guesses
}

// A11: however they lie, and not only those of one window.
#[test]
fn no_day_holds_more_wrong_codes_than_it_may() {
    for most in 1..=100 {
        let policy = Limits::wrong_codes_a_day(most);
        for rest in 0..=25 {
            let guesses = greedy_guesses(&policy, Duration::from_hours(rest));
            for (number, first) in guesses.iter().enumerate() {
                let of_a_day = guesses[number..].iter().filter(|at| at.since(*first) < DAY);
                assert!(of_a_day.count() <= most as usize, "{most} a day, {rest} h");
            }
        }
    }
}

// A11
#[tokio::test]
async fn other_addresses_and_right_codes_do_not_count() {
    let world = a_world_of_seven_guesses().await;
    let kim = world.flow("kim@example.com").await;
    guess_wrong(&world, &kim, 5).await;
    let lee = world.flow("lee@example.com").await;
    guess_wrong(&world, &lee, 4).await;
    assert_eq!(verify(&world, &lee).await, Ok(()));
    for _ in 0..2 {
        let again = world.flow("kim@example.com").await;
        assert_eq!(verify(&world, &again).await, Ok(()));
    }
}

// A7: the attempts of one flow count in any case.
#[tokio::test]
async fn without_limits_a_flow_still_bears_five_wrong_codes() {
    let world = an_unlimited_world().await;
    let flow = world.flow("kim@example.com").await;
    guess_wrong(&world, &flow, 5).await;
    let exhausted = VerifyOtpRefusal::Code(VerifyRefusal::Exhausted);
    let refused = Err(UseCaseError::Refused(exhausted));
    assert_eq!(verify(&world, &flow).await, refused);
    assert_eq!(world.tables.count("throttles").await, 0);
}
