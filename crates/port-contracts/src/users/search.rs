//! Cases of searching among users.

use domain::user::{User, UserSearch};

use crate::fixtures::a_user;
use crate::lists::first;
use crate::storage::{Storage, commit, insert_user};

/// Of the address, the username and the full name, in whichever case and script.
pub async fn a_search_finds_parts(storage: &Storage) {
    let ada = a_user()
        .with_email("Ada.L@example.com")
        .with_username("Straße.ß")
        .with_full_name("Ada ŻÓŁTA Lovelace");
    let bare = a_user().with_email("Bob@example.org").nameless();
    let (ada, bob) = (ada.build(), bare.build());
    add(storage, [&ada, &bob]).await;
    for text in [
        "ada",
        "A.L@EX",
        "STRASSE",
        "straße",
        "żółta love",
        "  Ada  ",
    ] {
        assert_eq!(found(storage, text).await, vec![ada.clone()], "{text}");
    }
    assert_eq!(found(storage, "BOB").await, [bob]);
    for text in ["ada  ", "@EXAMPLE.", ""] {
        let expected = if text.contains("ada") { 1 } else { 2 };
        assert_eq!(found(storage, text).await.len(), expected, "{text}");
    }
    // Nothing is found across two values.
    for text in ["comstra", "com stra", "ßada", "ada.lovelace", "carol"] {
        assert_eq!(found(storage, text).await, [], "{text}");
    }
}

/// Whatever the adapter's patterns are made of.
pub async fn wildcards_are_only_characters(storage: &Storage) {
    let named = |name: &str| a_user().with_username("plain").with_full_name(name);
    let odd = named(r"50%_[a]*?\ 'x'").build();
    let other = a_user().with_full_name("50 aa").build();
    add(storage, [&odd, &other]).await;
    for text in ["%", "0%_", "[a]", "*?", r"\", r"?\ '", "'x'"] {
        assert_eq!(found(storage, text).await, vec![odd.clone()], "{text}");
    }
    for text in ["5_%", "5%a", "p*n", "pl_in", "pl?in", r"\%", "[50]"] {
        assert_eq!(found(storage, text).await, [], "{text}");
    }
}

async fn add(storage: &Storage, users: [&User; 2]) {
    let mut unit = storage.begin().await;
    for user in users {
        insert_user(&mut *unit, user).await;
    }
    commit(unit).await;
}

async fn found(storage: &Storage, text: &str) -> Vec<User> {
    let search = UserSearch::parse(text).expect("a search");
    let page = storage.users.page(&search, &first(100)).await;
    page.expect("users could not be searched").rows
}
