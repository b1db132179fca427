//! Who sees which accounts (API1, F5r).

use domain::page::{PageLimit, PageRequest};
use domain::user::{User, UserId, UserSearch};
use port_contracts::fixtures::an_id;
use portico_application::UseCaseError;
use portico_application::users::{FoundUsers, ReadUserRefusal};

use super::kim_and_root;
use crate::world::{World, to_superuser};

async fn read(
    world: &World,
    reader: &User,
    id: UserId,
) -> Result<User, UseCaseError<ReadUserRefusal>> {
    world.users.read.execute(reader, id).await
}

async fn list(world: &World, text: &str, limit: u16) -> FoundUsers {
    let search = UserSearch::parse(text).expect("a search");
    let request = PageRequest::first(PageLimit::new(limit).expect("a limit"));
    let found = world.users.list.execute(&search, &request).await;
    found.expect("a list")
}

// API1: whoever may see nobody else is not told who there is.
#[tokio::test]
async fn others_are_for_superusers_and_nobody_is_told_apart() {
    let (world, kim, _, root) = kim_and_root().await;
    let nobody = UserId::from_uuid(an_id());
    assert_eq!(read(&world, &kim, kim.id).await, Ok(kim.clone()));
    assert_eq!(read(&world, &root, kim.id).await, Ok(kim.clone()));
    for id in [root.id, nobody] {
        let not_allowed = UseCaseError::Refused(ReadUserRefusal::NotAllowed);
        assert_eq!(read(&world, &kim, id).await, Err(not_allowed));
    }
    let not_found = UseCaseError::Refused(ReadUserRefusal::NotFound);
    assert_eq!(read(&world, &root, nobody).await, Err(not_found));
}

// F5r
#[tokio::test]
async fn a_page_tells_how_many_there_are_in_all() {
    let (world, kim, _, _) = kim_and_root().await;
    let all = list(&world, "", 1).await;
    assert_eq!((all.page.rows.len(), all.count), (1, 2));
    assert!(all.page.next.is_some());
    let found = list(&world, "KIM@", 10).await;
    assert_eq!((found.page.rows, found.count), (vec![kim], 1));
    assert_eq!(list(&world, "%", 10).await.count, 0);
}

// RFC 9110 §8.8.3: the tag of a page changes with what it shows.
#[tokio::test]
async fn the_tag_of_a_page_changes_with_its_accounts() {
    let (world, kim, _, root) = kim_and_root().await;
    let tag = list(&world, "", 10).await.tag;
    assert_eq!(list(&world, "", 10).await.tag, tag);
    let updated = world.update(kim.id, to_superuser(true), root.id).await;
    assert!(updated.is_ok());
    let after = list(&world, "", 10).await.tag;
    assert_ne!(after, tag);
    world.account("lee@example.com", "lee").await;
    assert_ne!(list(&world, "", 10).await.tag, after);
}
