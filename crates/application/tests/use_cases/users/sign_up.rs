//! An account in one step (B4, A12).

use std::sync::Arc;

use domain::password::PasswordRefusal;
use domain::request_origin::RequestOrigin;
use domain::user::{FullName, User};
use port_contracts::fixtures::a_password;
use portico_application::UseCaseError;
use portico_application::users::{AccountTaken, SignUpCommand, SignUpRefusal};

use crate::world::{
    PASSWORD, World, a_world, a_world_with, address, every_fault_leaves_nothing, race,
};

type SigningUp = Result<User, UseCaseError<SignUpRefusal>>;

fn kim() -> SignUpCommand {
    SignUpCommand {
        email: address("kim@example.com"),
        password: a_password(PASSWORD),
        full_name: Some(FullName::parse("Kim Example").expect("a name")),
        origin: RequestOrigin::default(),
    }
}

async fn sign_up(world: &World, command: SignUpCommand) -> SigningUp {
    world.users.sign_up.execute(command).await
}

fn refused(refusal: impl Into<SignUpRefusal>) -> SigningUp {
    Err(UseCaseError::Refused(refusal.into()))
}

async fn a_closed_world() -> World {
    a_world_with(|_, policies| policies.accounts.open_signup = false).await
}

#[tokio::test]
async fn whoever_asks_has_an_account_that_administers_nobody() {
    let world = a_world().await;
    let user = sign_up(&world, kim()).await.expect("an account");
    assert!(user.is_active && !user.is_superuser);
    assert_eq!(user.full_name, kim().full_name);
    assert_eq!(world.tables.audit().await, ["user.signed_up success"]);
    assert_eq!(world.tables.count("sessions").await, 0);
    let logged_in = world.log_in("kim@example.com", PASSWORD).await;
    assert_eq!(logged_in.expect("the password").user, user);
}

#[tokio::test]
async fn where_it_is_closed_nothing_is_done() {
    let world = a_closed_world().await;
    let before = world.tables.dump().await;
    let answer = sign_up(&world, kim()).await;
    assert_eq!(answer, refused(SignUpRefusal::Closed));
    assert_eq!(world.hasher.take_work().hashes, 0);
    assert_eq!(world.tables.dump().await, before);
}

// A12: in any spelling, and before the costly hash.
#[tokio::test]
async fn a_taken_address_is_refused_before_the_password_is_hashed() {
    let world = a_world().await;
    sign_up(&world, kim()).await.expect("an account");
    world.hasher.take_work();
    let command = SignUpCommand {
        email: address("KIM@example.com"),
        ..kim()
    };
    let answer = sign_up(&world, command).await;
    assert_eq!(answer, refused(AccountTaken::Email));
    assert_eq!(world.hasher.take_work().hashes, 0);
    assert_eq!(world.tables.count("users").await, 1);
}

// B4
#[tokio::test]
async fn a_guessable_password_is_refused() {
    let world = a_world().await;
    for password in ["password123", "kim@example.com", "quincunxportal"] {
        let command = SignUpCommand {
            password: a_password(password),
            ..kim()
        };
        let answer = sign_up(&world, command).await;
        assert_eq!(answer, refused(PasswordRefusal::Guessable), "{password}");
    }
}

// Development makes accounts for tests, whose passwords are judged by their length alone.
#[tokio::test]
async fn development_makes_accounts_though_it_is_closed() {
    let world = a_closed_world().await;
    let with = |password| SignUpCommand {
        password: a_password(password),
        ..kim()
    };
    let short = world.users.sign_up.execute_unguarded(with("secret")).await;
    assert_eq!(short, refused(PasswordRefusal::TooShort { min: 8 }));
    let made = world.users.sign_up.execute_unguarded(with("changethis"));
    assert!(made.await.is_ok());
    assert!(world.log_in("kim@example.com", "changethis").await.is_ok());
}

// A12, I12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_with_one_address_one_gets_the_account() {
    let world = Arc::new(a_world().await);
    let answers = race(20, |_| {
        let world = world.clone();
        async move { sign_up(&world, kim()).await }
    })
    .await;
    assert_eq!(answers.iter().filter(|it| it.is_ok()).count(), 1);
    for answer in answers.into_iter().filter(Result::is_err) {
        assert_eq!(answer, refused(AccountTaken::Email));
    }
    assert_eq!(world.tables.audit().await, ["user.signed_up success"]);
}

#[tokio::test]
async fn a_failure_of_any_repository_leaves_nothing() {
    let world = a_world().await;
    let run = async || sign_up(&world, kim()).await;
    // look-up, begin, user, audit event, commit
    assert_eq!(every_fault_leaves_nothing(&world, run).await, 5);
}
