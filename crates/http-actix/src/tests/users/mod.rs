//! Accounts, over the whole stack and a database.

mod conditions;
mod lists;
mod mass_assignment;
mod own;
mod sign_up;
mod superusers;
mod validation;

use actix_web::http::Method;
use domain::password::{NewPassword, Password};
use port_contracts::fixtures::a_user;
use serde_json::json;

use super::stack::Reply;
use super::world::{Client, World, to};

/// Not among the first that anybody would try.
pub(super) const PASSWORD: &str = "plum-orbit-7-lantern";
/// Nor this one.
pub(super) const NEW_PASSWORD: &str = "quiet-harbour-17-slate";
/// Nobody's id.
pub(super) const NOBODY: &str = "01935f4e-7c2a-7b10-8a55-3d2c1b0a9f8e";

/// Somebody with this address and [`PASSWORD`].
pub(super) async fn a_person(world: &World, email: &str) -> Client {
    let person = world.client_who_is(a_user().with_email(email)).await;
    give_password(world, &person).await;
    person
}

/// Gives somebody [`PASSWORD`].
pub(super) async fn give_password(world: &World, person: &Client) {
    let password = NewPassword::proven(Password::parse(PASSWORD).unwrap());
    let hash = world.ports.crypto.passwords.hash(&password).await.unwrap();
    let mut unit = world.ports.storage.units.begin().await.unwrap();
    unit.users()
        .set_password(person.user.id, &hash)
        .await
        .unwrap();
    unit.commit().await.unwrap();
}

/// Whether this password logs in.
pub(super) async fn logs_in(world: &World, email: &str, password: &str) -> bool {
    let body = json!({"identifier": email, "password": password});
    let request = to(Method::POST, "/auth/login").set_json(body);
    world.send(request).await.status == 200
}

/// Asserts the status, the code and the words that the template's clients wait for.
#[track_caller]
pub(super) fn assert_told(reply: &Reply, status: u16, code: &str, detail: &str) {
    reply.assert_problem(status, code);
    assert_eq!(reply.json()["detail"], detail);
}

/// Asserts a success with a message.
#[track_caller]
pub(super) fn assert_message(reply: &Reply, message: &str) {
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.json(), json!({ "message": message }));
}

/// The tag of an account in its so many-th version.
fn tag_of(version: i64, id: impl std::fmt::Display) -> String {
    format!("\"{version}-{id}\"")
}
