//! One active superuser is left, whatever happens at once (F4r, I12).

use std::sync::Arc;

use domain::user::{LastSuperuser, User, UserChanges};
use portico_application::UseCaseError;
use portico_application::users::{DeleteUserRefusal, UpdateUserRefusal};

use crate::world::{World, a_world, race, to_active, to_superuser};

const ROUNDS: usize = 30;

/// How one superuser gets rid of another.
#[derive(Clone, Copy)]
enum Means {
    Deleting,
    Demoting,
    Disabling,
}

/// Says whether it was done; it must have been refused for one reason alone otherwise.
async fn get_rid(world: &World, of: &User, actor: &User, means: Means) -> bool {
    let changes = match means {
        Means::Deleting => return delete(world, of, actor).await,
        Means::Demoting => to_superuser(false),
        Means::Disabling => to_active(false),
    };
    match world.update(of.id, changes, actor.id).await {
        Ok(_) => true,
        Err(error) => {
            let last = UpdateUserRefusal::LastSuperuser(LastSuperuser);
            assert_eq!(error, UseCaseError::Refused(last));
            false
        }
    }
}

async fn delete(world: &World, of: &User, actor: &User) -> bool {
    match world.delete(of.id, actor.id).await {
        Ok(()) => true,
        Err(error) => {
            let last = DeleteUserRefusal::LastSuperuser(LastSuperuser);
            assert_eq!(error, UseCaseError::Refused(last));
            false
        }
    }
}

async fn superusers(world: &World) -> usize {
    let sql = "SELECT email FROM users WHERE is_superuser AND is_active";
    world.tables.texts(sql.to_owned()).await.len()
}

/// Two superusers go for each other at the same moment.
async fn duel(world: &Arc<World>, round: usize, means: [Means; 2]) {
    let names = ["one", "two"].map(|name| format!("{name}-{round}@example.com"));
    let [one, two] = &names;
    let both = [world.a_superuser(one).await, world.a_superuser(two).await];
    let done = race(2, |number| {
        let (world, both) = (world.clone(), both.clone());
        let (of, actor) = (1 - number, number);
        async move { get_rid(&world, &both[of], &both[actor], means[number]).await }
    })
    .await;
    assert_eq!(done.iter().filter(|done| **done).count(), 1);
    assert_eq!(superusers(world).await, 1, "round {round}");
    world.tables.execute("DELETE FROM users").await;
}

// F4r, I12
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_go_for_each_other_one_stays() {
    let world = Arc::new(a_world().await);
    let means = [Means::Deleting, Means::Demoting, Means::Disabling];
    for round in 0..ROUNDS {
        let (mine, theirs) = (means[round % 3], means[(round / 3) % 3]);
        duel(&world, round, [mine, theirs]).await;
    }
}

// F4r
#[tokio::test]
async fn the_last_superuser_stays_whoever_asks() {
    let world = a_world().await;
    let root = world.a_superuser("root@example.com").await;
    let kim = world.account("kim@example.com", "kim").await.user;
    let before = world.tables.dump().await;
    for actor in [&root, &kim] {
        for means in [Means::Demoting, Means::Disabling] {
            assert!(!get_rid(&world, &root, actor, means).await);
        }
    }
    assert!(!get_rid(&world, &root, &kim, Means::Deleting).await);
    assert_eq!(world.tables.dump().await, before);
}

// F4r: a disabled superuser is none to fall back on.
#[tokio::test]
async fn a_disabled_superuser_does_not_count() {
    let world = a_world().await;
    let root = world.a_superuser("root@example.com").await;
    let other = world.a_superuser("other@example.com").await;
    assert!(get_rid(&world, &other, &root, Means::Disabling).await);
    assert!(!get_rid(&world, &root, &other, Means::Demoting).await);
    assert!(get_rid(&world, &other, &root, Means::Deleting).await);
}

// F4r: what leaves them a superuser is theirs to change.
#[tokio::test]
async fn the_last_superuser_may_be_renamed() {
    let world = a_world().await;
    let root = world.a_superuser("root@example.com").await;
    let changes = UserChanges {
        full_name: domain::change::Change::To(None),
        ..to_superuser(true)
    };
    assert_eq!(world.update(root.id, changes, root.id).await, Ok(root));
}
