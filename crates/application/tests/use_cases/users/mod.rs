//! Users: superusers make, change and delete accounts, and their owners look after their own.

mod cached_data;
mod change_password;
mod create;
mod create_superuser;
mod delete;
mod instances;
mod last_superuser;
mod late_log_ins;
mod late_names;
mod late_writes;
mod log_in_races;
mod profile;
mod read;
mod set_password;
mod sign_up;
mod update;

use domain::user::User;
use portico_application::sessions::IssuedToken;

use crate::world::{World, a_world, an_unlimited_world};

/// An account with one session, and an operator.
async fn kim_and_root() -> (World, User, IssuedToken, User) {
    with_both(a_world().await).await
}

/// The same without quotas and waiting times.
async fn kim_and_root_unlimited() -> (World, User, IssuedToken, User) {
    with_both(an_unlimited_world().await).await
}

async fn with_both(world: World) -> (World, User, IssuedToken, User) {
    let root = world.a_superuser("root@example.com").await;
    let kim = world.account("kim@example.com", "kim").await;
    (world, kim.user, kim.token, root)
}
