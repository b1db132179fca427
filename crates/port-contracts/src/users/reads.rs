//! Cases of looking users up.

use domain::user::UserId;

use super::credentials;
use crate::fixtures::{a_user, an_email, an_id};
use crate::storage::Storage;

/// A15, C2: by address or name, in any spelling that means the same.
pub async fn finds_by_canonical_identifier(storage: &Storage) {
    let user = a_user()
        .with_email("Ada.L@example.com")
        .with_username("Straße.ß")
        .build();
    storage.add_user(&user).await;
    for spelling in [
        "Ada.L@example.com",
        "aDA.l@EXAMPLE.com",
        "Straße.ß",
        "STRASSE.ss",
    ] {
        let found = credentials(storage, spelling).await.map(|found| found.user);
        assert_eq!(found.as_ref(), Some(&user), "{spelling}");
    }
    for unknown in ["ada@example.com", "Ada.L", "not a name", "strasse"] {
        assert_eq!(credentials(storage, unknown).await, None, "{unknown}");
    }
}

/// With every field, disabled or not.
pub async fn finds_by_id(storage: &Storage) {
    let full = a_user().with_full_name("Zoë").superuser().build();
    let bare = a_user().nameless().disabled().build();
    for user in [full, bare] {
        storage.add_user(&user).await;
        assert_eq!(storage.users.find(user.id).await, Ok(Some(user)));
    }
    let unknown = UserId::from_uuid(an_id());
    assert_eq!(storage.users.find(unknown).await, Ok(None));
}

/// With the hash and with every field, whatever the account is called by now.
pub async fn finds_credentials_by_id(storage: &Storage) {
    let (user, other) = (a_user().build(), a_user().build());
    storage.add_user(&user).await;
    storage.add_user(&other).await;
    let found = storage.users.credentials_of(user.id).await;
    let by_address = credentials(storage, user.email.as_str()).await;
    assert!(by_address.is_some());
    assert_eq!(found, Ok(by_address));
    let unknown = UserId::from_uuid(an_id());
    assert_eq!(storage.users.credentials_of(unknown).await, Ok(None));
}

/// By every spelling, disabled or not, and with every field.
pub async fn finds_by_address(storage: &Storage) {
    let full = a_user()
        .with_email("Ada.L@example.com")
        .with_pending_email("Ada@example.org")
        .superuser();
    let bare = a_user().with_email("bob@example.com").nameless().disabled();
    let users = [full.build(), bare.build()];
    for user in &users {
        storage.add_user(user).await;
    }
    for (spelling, user) in ["aDA.l@EXAMPLE.com", "BOB@example.com"].iter().zip(users) {
        let spelling = a_user().with_email(spelling).build().email;
        let found = storage.users.find_by_email(&spelling).await;
        assert_eq!(found, Ok(Some(user)));
    }
    // An address that waits for its code is not the account's.
    let pending = a_user().with_email("ada@example.org").build().email;
    assert_eq!(storage.users.find_by_email(&pending).await, Ok(None));
    assert_eq!(storage.users.find_by_email(&an_email()).await, Ok(None));
}

/// A1: in canonical form, and whatever became of the account.
pub async fn knows_which_addresses_are_taken(storage: &Storage) {
    let user = a_user().with_email("Ada@example.com").disabled().build();
    storage.add_user(&user).await;
    let other_spelling = a_user().with_email("aDA@Example.COM").build().email;
    assert_eq!(
        storage.users.email_is_taken(&other_spelling).await,
        Ok(true)
    );
    assert_eq!(storage.users.email_is_taken(&an_email()).await, Ok(false));
}
