//! What a thief of the database learns (A3, A9, H3).

use domain::registration::OtpLength;
use domain::user::LoginIdentifier;

use crate::world::{PASSWORD, World, a_world_with, assert_tables_hold_none_of};

/// Codes of ten digits, which do not turn up in other numbers by chance.
async fn a_world_with_long_codes() -> World {
    a_world_with(|_, policies| {
        let longest = OtpLength::new(OtpLength::MAX).expect("a length");
        policies.registration.code_length = longest;
    })
    .await
}

// A3, A9, H3: after every step.
#[tokio::test]
async fn no_table_ever_holds_a_code_a_flow_id_a_password_or_a_token() {
    let world = a_world_with_long_codes().await;
    let flow = world.flow("kim@example.com").await;
    let (secret, code) = (flow.secret.expose(), flow.code.expose());
    let mut secrets = vec![secret, code, PASSWORD];
    assert_tables_hold_none_of(&world, &secrets).await;
    let verified = world.verify(&flow.secret, &flow.code).await;
    verified.expect("the right code");
    assert_tables_hold_none_of(&world, &secrets).await;
    let set = world.set_password(&flow.secret, PASSWORD).await;
    set.expect("a good password");
    assert_tables_hold_none_of(&world, &secrets).await;
    let completed = world.complete(&flow.secret, Some("kim")).await;
    let completed = completed.expect("an account");
    secrets.push(completed.token.token.expose());
    assert_tables_hold_none_of(&world, &secrets).await;
}

// H3
#[tokio::test]
async fn job_rows_hold_nothing_in_clear() {
    let world = a_world_with_long_codes().await;
    world.account("zanzibar@example.com", "zanzibar").await;
    for row in world.tables.rows("jobs").await {
        assert!(!row.contains("zanzibar"), "{row}");
    }
}

// A9: what is kept of a code belongs to its flow, so equal codes do not look equal.
#[tokio::test]
async fn equal_codes_of_two_flows_have_different_digests() {
    let world = a_world_with_long_codes().await;
    let (one, other) = (
        world.flow("kim@example.com").await,
        world.flow("lee@example.com").await,
    );
    let digester = &world.ports.crypto.otp;
    let digest_of = |secret| digester.digest((&digester.key(secret)).into(), &one.code);
    assert_ne!(digest_of(&one.secret), digest_of(&other.secret));
}

// A14: and the refused log-in is no trace of the flow either.
#[tokio::test]
async fn an_unfinished_registration_is_not_an_account() {
    let world = a_world_with_long_codes().await;
    world.flow_with_password("kim@example.com").await;
    let identifier = LoginIdentifier::parse("kim@example.com");
    let found = world.ports.storage.users.credentials(&identifier).await;
    assert_eq!(found, Ok(None));
}
