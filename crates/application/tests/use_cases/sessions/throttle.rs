//! Guessing of passwords (C3, C4, C5).

use std::sync::Arc;
use std::time::Duration;

use domain::throttle::Throttled;
use port_contracts::fixtures::a_full_origin;
use portico_application::UseCaseError;
use portico_application::purge::{Leftover, Purge};
use portico_application::sessions::{LogInRefusal, LoggedIn};

use crate::world::{
    HashingWork, PASSWORD, World, a_world, a_world_with, an_unlimited_world, from_address, race,
};

const SECOND: Duration = Duration::from_secs(1);
const HOME: &str = "2001:db8:1:2::17";
const ELSEWHERE: &str = "203.0.113.7";

type Answer = Result<(), UseCaseError<LogInRefusal>>;

const WRONG: Answer = Err(UseCaseError::Refused(LogInRefusal::InvalidCredentials));

const fn wait_for(retry_after: Duration) -> Answer {
    let throttled = LogInRefusal::Throttled(Throttled { retry_after });
    Err(UseCaseError::Refused(throttled))
}

fn answer(logged_in: Result<LoggedIn, UseCaseError<LogInRefusal>>) -> Answer {
    logged_in.map(drop)
}

async fn guess(world: &World, identifier: &str) -> Answer {
    answer(world.log_in(identifier, "not-the-password").await)
}

async fn guess_ten_times(world: &World, identifier: &str) {
    for attempt in 0..10 {
        assert_eq!(guess(world, identifier).await, WRONG, "{attempt}");
    }
}

async fn log_in_from(world: &World, ip: &str, password: &str) -> Answer {
    let attempt = world.log_in_from(from_address(ip), "kim", password);
    answer(attempt.await)
}

// C3, C1: whether there is an account or not.
#[tokio::test]
async fn the_eleventh_attempt_is_throttled_known_or_not() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    for identifier in ["kim", "kim@example.com", "nobody", "nobody@example.com"] {
        guess_ten_times(&world, identifier).await;
        assert_eq!(guess(&world, identifier).await, wait_for(SECOND));
        let right = world.log_in(identifier, PASSWORD).await;
        assert_eq!(answer(right), wait_for(SECOND), "{identifier}");
    }
}

// C3: however the identifier is spelt.
#[tokio::test]
async fn another_spelling_is_the_same_identifier() {
    let world = a_world().await;
    guess_ten_times(&world, "Kim@example.com").await;
    assert_eq!(guess(&world, "kim@EXAMPLE.com").await, wait_for(SECOND));
}

// C3
#[tokio::test]
async fn each_further_failure_doubles_the_wait_up_to_a_quarter_of_an_hour() {
    let world = a_world().await;
    guess_ten_times(&world, "nobody").await;
    for expected in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900] {
        let wait = Duration::from_secs(expected);
        assert_eq!(guess(&world, "nobody").await, wait_for(wait));
        world.wait(wait);
        assert_eq!(guess(&world, "nobody").await, WRONG);
    }
}

// C3: a throttled attempt costs nothing.
#[tokio::test]
async fn a_throttled_attempt_hashes_nothing_and_writes_nothing() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    for identifier in ["kim", "nobody"] {
        guess_ten_times(&world, identifier).await;
        world.hasher.take_work();
        let before = world.tables.dump().await;
        for password in ["not-the-password", PASSWORD] {
            let throttled = world.log_in(identifier, password).await;
            assert_eq!(answer(throttled), wait_for(SECOND));
        }
        assert_eq!(world.hasher.take_work(), HashingWork::default());
        assert_eq!(world.tables.dump().await, before);
    }
}

// C3
#[tokio::test]
async fn a_success_clears_the_failures() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    for _ in 0..2 {
        for _ in 0..9 {
            assert_eq!(log_in_from(&world, ELSEWHERE, "not-it-at-all").await, WRONG);
        }
        assert_eq!(log_in_from(&world, ELSEWHERE, PASSWORD).await, Ok(()));
    }
}

// C1: a disabled account with the right password is guessed at like any other.
#[tokio::test]
async fn a_disabled_account_counts_failures_too() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    let disable = "UPDATE users SET is_active = false";
    world.tables.execute(disable).await;
    for _ in 0..10 {
        let refused = world.log_in("kim", PASSWORD).await;
        let disabled = Err(UseCaseError::Refused(LogInRefusal::Disabled));
        assert_eq!(answer(refused), disabled);
    }
    let throttled = world.log_in("kim", PASSWORD).await;
    assert_eq!(answer(throttled), wait_for(SECOND));
}

// C5: no lock-out as a weapon.
#[tokio::test]
async fn others_do_not_lock_an_owner_out_of_a_network_that_is_known() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    assert_eq!(log_in_from(&world, HOME, PASSWORD).await, Ok(()));
    for _ in 0..10 {
        assert_eq!(log_in_from(&world, ELSEWHERE, "not-it-at-all").await, WRONG);
    }
    let throttled = wait_for(SECOND);
    assert_eq!(log_in_from(&world, ELSEWHERE, PASSWORD).await, throttled);
    assert_eq!(log_in_from(&world, HOME, PASSWORD).await, Ok(()));
}

// C5: whoever has registered has been there.
#[tokio::test]
async fn the_network_of_a_registration_is_known_from_the_first_log_in_on() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    for identifier in ["kim", "kim@example.com"] {
        guess_ten_times(&world, identifier).await;
        assert_eq!(guess(&world, identifier).await, wait_for(SECOND));
        let there = world.log_in_from(a_full_origin(), identifier, PASSWORD);
        assert_eq!(answer(there.await), Ok(()), "{identifier}");
    }
}

// C5, C3: the subscriber's /64 is one network, and has a budget of its own.
#[tokio::test]
async fn a_known_network_is_a_whole_64_and_is_throttled_by_itself() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    assert_eq!(log_in_from(&world, HOME, PASSWORD).await, Ok(()));
    let neighbour = "2001:db8:1:2:ffff::1";
    for _ in 0..10 {
        assert_eq!(log_in_from(&world, neighbour, "not-it-at-all").await, WRONG);
    }
    assert_eq!(log_in_from(&world, HOME, PASSWORD).await, wait_for(SECOND));
    assert_eq!(log_in_from(&world, ELSEWHERE, PASSWORD).await, Ok(()));
}

// C3, I12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_parallel_guesses_no_more_are_answered_than_are_free() {
    let one = Arc::new(a_world().await);
    one.account("kim@example.com", "kim").await;
    let instances = [one.clone(), Arc::new(one.twin().await)];
    for identifier in ["kim", "nobody"] {
        let answers = race(40, |number| {
            let world = instances[number % 2].clone();
            async move { guess(&world, identifier).await }
        })
        .await;
        let wrong = answers.iter().filter(|answer| **answer == WRONG).count();
        let throttled = wait_for(SECOND);
        let waiting = answers.iter().filter(|answer| **answer == throttled);
        assert_eq!((wrong, waiting.count()), (10, 30), "{identifier}");
    }
}

// Two log-ins that each hold what the other waits for would both fail.
#[tokio::test]
async fn a_success_locks_the_memories_in_one_order() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    let mut orders = Vec::new();
    for _ in 0..2 {
        world.faults.take_locked_throttles();
        assert_eq!(log_in_from(&world, HOME, PASSWORD).await, Ok(()));
        let mut order = world.faults.take_locked_throttles();
        order.dedup();
        orders.push(order);
    }
    assert_eq!(orders[0].len(), 2);
    assert_eq!(orders[0], orders[1]);
}

// C3: the memory survives restarts.
#[tokio::test]
async fn another_instance_knows_of_the_failures() {
    let world = a_world().await;
    guess_ten_times(&world, "nobody").await;
    let other = world.twin().await;
    assert_eq!(guess(&other, "nobody").await, wait_for(SECOND));
}

// C4
#[tokio::test]
async fn after_a_hundred_failures_in_a_row_no_wait_helps() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    for _ in 0..100 {
        assert_eq!(guess(&world, "kim").await, WRONG);
        world.wait(Duration::from_mins(15));
    }
    // H4: once, by the failure that did it.
    let audit = world.tables.audit().await;
    let locks = audit.iter().filter(|it| it.starts_with("login.locked"));
    assert_eq!(locks.count(), 1);
    assert_eq!(
        audit.last().map(String::as_str),
        Some("login.locked failure")
    );
    let locked = wait_for(Duration::from_mins(15));
    world.wait(Duration::from_hours(40 * 24));
    assert_eq!(answer(world.log_in("kim", PASSWORD).await), locked);
    // Only that kim once registered from somewhere.
    assert_eq!(purge(&world).await, 2);
    assert_eq!(answer(world.log_in("kim", PASSWORD).await), locked);
}

async fn purge(world: &World) -> u64 {
    let purge = Purge::new(&world.ports);
    purge.execute(Leftover::Throttles).await.expect("a purge")
}

#[tokio::test]
async fn what_says_nothing_any_more_is_forgotten() {
    let world = a_world().await;
    guess_ten_times(&world, "nobody").await;
    assert_eq!(purge(&world).await, 0);
    world.wait(Duration::from_hours(31 * 24));
    assert_eq!(purge(&world).await, 1);
    assert_eq!(world.tables.count("throttles").await, 0);
}

#[tokio::test]
async fn without_limits_nobody_waits() {
    let world = an_unlimited_world().await;
    for _ in 0..30 {
        assert_eq!(guess(&world, "nobody").await, WRONG);
    }
    assert_eq!(world.tables.count("throttles").await, 0);
}

// I6: a throttle that cannot be asked is a failure, and lets nobody through.
#[tokio::test]
async fn an_outage_is_no_way_around_it() {
    let world = a_world_with(|_, policies| {
        policies.limits.login_failures_per_identifier.free_failures = 1;
    })
    .await;
    world.account("kim@example.com", "kim").await;
    assert_eq!(guess(&world, "kim").await, WRONG);
    world.faults.fail_at(1);
    let unasked = world.log_in("kim", PASSWORD).await;
    assert!(matches!(unasked, Err(UseCaseError::Failed(_))));
    assert_eq!(world.hasher.take_work().dummies, 0);
}
