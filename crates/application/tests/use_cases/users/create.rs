//! A superuser makes an account for somebody (B4, B11, A12, A15).

use std::sync::Arc;

use domain::idempotency::StoredReply;
use domain::password::PasswordRefusal;
use domain::request_origin::RequestOrigin;
use domain::user::{FullName, User, UserId, Username};
use port_contracts::fixtures::a_password;
use portico_application::UseCaseError;
use portico_application::idempotency::{Answer, IdempotencyKeys, IdempotentCall};
use portico_application::users::{AccountTaken, CreateUserCommand, CreateUserRefusal};

use crate::world::{
    NEW_PASSWORD, World, a_world, address, assert_tables_hold_none_of, every_fault_leaves_nothing,
    race,
};

type Creation = Result<User, UseCaseError<CreateUserRefusal>>;

fn lee(actor: UserId) -> CreateUserCommand {
    CreateUserCommand {
        email: address("lee@example.com"),
        password: a_password(NEW_PASSWORD),
        username: Some(Username::parse("Lee").expect("a username")),
        full_name: Some(FullName::parse("Lee Example").expect("a name")),
        is_active: true,
        is_superuser: false,
        actor,
        origin: RequestOrigin::default(),
    }
}

fn no_reply(_: &User) -> StoredReply {
    panic!("a call without a key keeps no reply")
}

async fn create(world: &World, command: CreateUserCommand) -> Creation {
    let call = IdempotentCall::without_key(no_reply);
    match world.users.create.execute(command, &call).await? {
        Answer::Done(user) => Ok(user),
        Answer::Repeated(reply) => panic!("repeated: {reply:?}"),
    }
}

fn taken(what: AccountTaken) -> Creation {
    Err(UseCaseError::Refused(CreateUserRefusal::Taken(what)))
}

#[tokio::test]
async fn the_account_is_as_the_superuser_says_and_can_log_in() {
    let world = a_world().await;
    let root = world.a_superuser("root@example.com").await;
    let command = lee(root.id);
    let user = create(&world, command.clone()).await.expect("an account");
    assert_eq!(user.email, command.email);
    assert_eq!(user.username, command.username);
    assert_eq!(user.full_name, command.full_name);
    assert!(user.is_active && !user.is_superuser);
    for identifier in ["lee@example.com", "LEE"] {
        let logged_in = world.log_in(identifier, NEW_PASSWORD).await;
        assert_eq!(logged_in.expect("the password").user, user);
    }
}

#[tokio::test]
async fn an_account_may_be_a_superusers_or_not_to_be_used() {
    let world = a_world().await;
    let root = world.a_superuser("root@example.com").await;
    let command = CreateUserCommand {
        is_active: false,
        is_superuser: true,
        username: None,
        ..lee(root.id)
    };
    let user = create(&world, command).await.expect("an account");
    assert!(!user.is_active && user.is_superuser);
    assert!(world.log_in("lee@example.com", NEW_PASSWORD).await.is_err());
}

// B11: the owner is told, and the password is in no row and in no mail.
#[tokio::test]
async fn the_owner_is_told_of_the_account_and_never_of_the_password() {
    let world = a_world().await;
    let root = world.a_superuser("root@example.com").await;
    let user = create(&world, lee(root.id)).await.expect("an account");
    assert_eq!(world.tables.last_audit().await, "user.created success");
    assert_tables_hold_none_of(&world, &[NEW_PASSWORD]).await;
    world.deliver().await;
    let mail = world.post.last();
    assert_eq!(mail.to, user.email);
    assert_eq!(mail.content.subject, "new account");
    assert_eq!(mail.content.text, "lee@example.com");
    assert_eq!(mail.content.html, "Lee");
}

// A12, A15
#[tokio::test]
async fn another_account_has_neither_the_address_nor_the_name() {
    let world = a_world().await;
    let root = world.a_superuser("root@example.com").await;
    world.account("kim@example.com", "kim").await;
    let before = world.tables.dump().await;
    let same_address = CreateUserCommand {
        email: address("KIM@example.com"),
        ..lee(root.id)
    };
    let answer = create(&world, same_address).await;
    assert_eq!(answer, taken(AccountTaken::Email));
    let same_name = CreateUserCommand {
        username: Some(Username::parse("KIM").expect("a username")),
        ..lee(root.id)
    };
    let answer = create(&world, same_name).await;
    assert_eq!(answer, taken(AccountTaken::Username));
    assert_eq!(world.tables.dump().await, before);
}

// B4
#[tokio::test]
async fn a_guessable_password_is_refused_before_it_is_hashed() {
    let world = a_world().await;
    let root = world.a_superuser("root@example.com").await;
    world.hasher.take_work();
    for password in ["password123", "lee@example.com"] {
        let command = CreateUserCommand {
            password: a_password(password),
            ..lee(root.id)
        };
        let refusal = CreateUserRefusal::Password(PasswordRefusal::Guessable);
        let answer = create(&world, command).await;
        assert_eq!(answer, Err(UseCaseError::Refused(refusal)), "{password}");
    }
    assert_eq!(world.hasher.take_work().hashes, 0);
}

// A12, I12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_with_one_address_one_is_made() {
    let world = Arc::new(a_world().await);
    let root = world.a_superuser("root@example.com").await;
    let answers = race(8, |_| {
        let (world, command) = (world.clone(), lee(root.id));
        async move { create(&world, command).await }
    })
    .await;
    assert_eq!(answers.iter().filter(|it| it.is_ok()).count(), 1);
    for answer in answers.into_iter().filter(Result::is_err) {
        assert_eq!(answer, taken(AccountTaken::Email));
    }
    assert_eq!(world.tables.job_kinds().await, ["new_account_mail"]);
}

fn reply_of(user: &User) -> StoredReply {
    StoredReply {
        status: 200,
        tag: None,
        body: user.id.to_string().into_bytes(),
    }
}

fn under_a_key(keys: &IdempotencyKeys, actor: UserId) -> IdempotentCall<User> {
    let call = keys.call(actor, "/users/", "key", "lee", reply_of);
    call.expect("a key that is not under way")
}

// Idempotency-Key: one account and one mail, on whichever instance the request comes again.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_the_same_request_under_a_key_one_takes_effect() {
    let world = Arc::new(a_world().await);
    let root = world.a_superuser("root@example.com").await;
    let answers = race(6, |_| {
        let (world, command) = (world.clone(), lee(root.id));
        let keys = IdempotencyKeys::new(&world.ports);
        async move {
            let call = under_a_key(&keys, command.actor);
            world.users.create.execute(command, &call).await
        }
    })
    .await;
    let made = answers.iter().find_map(|answer| match answer {
        Ok(Answer::Done(user)) => Some(user),
        _ => None,
    });
    let repeated = Ok(Answer::Repeated(reply_of(made.expect("an account"))));
    assert_eq!(answers.iter().filter(|it| **it == repeated).count(), 5);
    assert_eq!(world.tables.job_kinds().await, ["new_account_mail"]);
}

// A request that was refused may come again under its key and take effect.
#[tokio::test]
async fn a_refused_request_leaves_its_key_free() {
    let world = a_world().await;
    let root = world.a_superuser("root@example.com").await;
    let other = world.account("lee@example.com", "other").await.user;
    let keys = IdempotencyKeys::new(&world.ports);
    let again = async || {
        let call = under_a_key(&keys, root.id);
        world.users.create.execute(lee(root.id), &call).await
    };
    let refused = CreateUserRefusal::Taken(AccountTaken::Email);
    assert_eq!(again().await, Err(UseCaseError::Refused(refused)));
    assert_eq!(world.delete(other.id, root.id).await, Ok(()));
    assert!(matches!(again().await, Ok(Answer::Done(_))));
}

#[tokio::test]
async fn a_failure_of_any_repository_leaves_nothing() {
    let world = a_world().await;
    let root = world.a_superuser("root@example.com").await;
    let keys = IdempotencyKeys::new(&world.ports);
    let run = async || {
        let call = under_a_key(&keys, root.id);
        world.users.create.execute(lee(root.id), &call).await
    };
    // begin, key, user, audit event, mail, reply, commit
    assert_eq!(every_fault_leaves_nothing(&world, run).await, 7);
}
