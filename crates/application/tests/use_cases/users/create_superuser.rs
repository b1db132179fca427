//! The superuser that an operator makes (H1).

use std::sync::Arc;

use domain::password::PasswordRefusal;
use port_contracts::fixtures::a_password;
use portico_application::UseCaseError;
use portico_application::users::{CreateSuperuserCommand, SuperuserCreation};

use crate::world::{PASSWORD, World, a_world, address, every_fault_leaves_nothing, race};

type Answer = Result<SuperuserCreation, UseCaseError<PasswordRefusal>>;

fn command(email: &str, password: &str) -> CreateSuperuserCommand {
    CreateSuperuserCommand {
        email: address(email),
        password: a_password(password),
        accept_guessable: false,
    }
}

async fn create(world: &World, command: CreateSuperuserCommand) -> Answer {
    world.users.create_superuser.execute(command).await
}

// H1
#[tokio::test]
async fn a_superuser_is_made_audited_and_can_log_in() {
    let world = a_world().await;
    let made = create(&world, command("root@example.com", PASSWORD)).await;
    let Ok(SuperuserCreation::Created(user)) = made else {
        panic!("not made: {made:?}");
    };
    assert!(user.is_superuser && user.is_active);
    assert_eq!(world.tables.last_audit().await, "user.created success");
    let logged_in = world.log_in("root@example.com", PASSWORD).await;
    assert_eq!(logged_in.expect("the password").user, *user);
}

// H1: idempotent; never resets an existing account.
#[tokio::test]
async fn an_account_that_is_there_is_left_as_it_is() {
    let world = a_world().await;
    world.account("kim@example.com", "kim").await;
    let before = world.tables.dump().await;
    let again = create(&world, command("KIM@example.com", "another-lantern-9")).await;
    assert_eq!(again, Ok(SuperuserCreation::AlreadyThere));
    assert_eq!(world.tables.dump().await, before);
}

// H1, A12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn instances_that_start_at_once_make_one_superuser() {
    let world = Arc::new(a_world().await);
    let answers = race(6, |_| {
        let world = world.clone();
        async move { create(&world, command("root@example.com", PASSWORD)).await }
    })
    .await;
    let made = |answer: &&Answer| matches!(answer, Ok(SuperuserCreation::Created(_)));
    assert_eq!(answers.iter().filter(made).count(), 1);
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(world.tables.count("users").await, 1);
    assert_eq!(world.tables.audit().await, ["user.created success"]);
}

// H1, B4
#[tokio::test]
async fn a_weak_password_is_refused() {
    let world = a_world().await;
    for password in ["password123", "root.operator"] {
        let answer = create(&world, command("root.operator@example.com", password)).await;
        let refused = Err(UseCaseError::Refused(PasswordRefusal::Guessable));
        assert_eq!(answer, refused, "{password}");
    }
    assert_eq!(world.tables.count("users").await, 0);
}

// H1: development may take a guessable password, but not a short one.
#[tokio::test]
async fn development_takes_a_guessable_password_that_is_long_enough() {
    let world = a_world().await;
    let lenient = |password| CreateSuperuserCommand {
        accept_guessable: true,
        ..command("root@example.com", password)
    };
    let short = create(&world, lenient("secret")).await;
    let refused = PasswordRefusal::TooShort { min: 8 };
    assert_eq!(short, Err(UseCaseError::Refused(refused)));
    let made = create(&world, lenient("changethis")).await;
    assert!(
        matches!(made, Ok(SuperuserCreation::Created(_))),
        "{made:?}"
    );
}

#[tokio::test]
async fn a_failure_of_any_repository_leaves_nothing() {
    let world = a_world().await;
    let calls = every_fault_leaves_nothing(&world, async || {
        create(&world, command("root@example.com", PASSWORD)).await
    })
    .await;
    // look-up, begin, user, audit event, commit
    assert_eq!(calls, 5);
}
