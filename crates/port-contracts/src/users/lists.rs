//! Cases of listing users.

use std::time::Duration;

use domain::page::{Page, PageRequest, PageStart};
use domain::timestamp::Timestamp;
use domain::user::{User, UserSearch};

use crate::fixtures::{A_MOMENT, a_user};
use crate::lists::{first, read_to_end};
use crate::storage::Storage;

/// Whoever came first comes last; those that came at once are told apart by their ids.
pub async fn users_are_listed_newest_first(storage: &Storage) {
    let listed = add_users(storage, &[3, 1, 4, 1, 5]).await;
    let page = page(storage, first(100)).await;
    assert_eq!(page.rows, listed);
    assert_eq!(page.next, None);
}

/// F5r: nobody is left out or shown twice, whoever comes meanwhile.
pub async fn user_pages_follow_one_another(storage: &Storage) {
    let listed = add_users(storage, &[1, 2, 2, 2, 3, 4]).await;
    for rows in [1, 2, 3, 4] {
        let pages = read_to_end(first(rows), async |request| {
            let page = page(storage, request).await;
            add_user(storage, 60).await;
            page
        })
        .await;
        let old: Vec<User> = pages
            .concat()
            .into_iter()
            .filter(|user| user.created_at < at(60))
            .collect();
        assert_eq!(old, listed, "{rows} to a page");
    }
    let end = PageRequest {
        start: PageStart::Skip(u32::MAX),
        ..first(10)
    };
    assert_eq!(page(storage, end).await.rows, []);
    let nothing = page(storage, first(0)).await;
    assert_eq!((nothing.rows, nothing.next), (vec![], None));
}

/// All of them, however few are shown.
pub async fn found_users_are_counted(storage: &Storage) {
    assert_eq!(count(storage, "").await, 0);
    add_users(storage, &[1, 2, 3]).await;
    storage
        .add_user(&a_user().with_email("ada@example.com").build())
        .await;
    for (text, found) in [("", 4), ("ADA@", 1), ("nobody", 0)] {
        assert_eq!(count(storage, text).await, found, "{text}");
    }
}

async fn count(storage: &Storage, text: &str) -> u64 {
    let search = UserSearch::parse(text).expect("a search");
    let count = storage.users.count(&search).await;
    count.expect("users could not be counted")
}

async fn page(storage: &Storage, request: PageRequest) -> Page<User> {
    let page = storage.users.page(&UserSearch::default(), &request).await;
    page.expect("users could not be listed")
}

fn at(second: u64) -> Timestamp {
    A_MOMENT.plus(Duration::from_secs(second))
}

async fn add_user(storage: &Storage, second: u64) -> User {
    let user = a_user().made_at(at(second)).build();
    storage.add_user(&user).await;
    user
}

/// Adds users that came at these seconds; gives them in the order of the list.
async fn add_users(storage: &Storage, seconds: &[u64]) -> Vec<User> {
    let mut users = Vec::new();
    for second in seconds {
        users.push(add_user(storage, *second).await);
    }
    users.sort_by_key(|user| std::cmp::Reverse((user.created_at, user.id)));
    users
}
