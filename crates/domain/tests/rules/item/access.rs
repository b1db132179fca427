//! Who sees and changes items (API1).

use portico_domain::item::{GuardedItem, ItemScope, NotYourItem};
use portico_domain::timestamp::Timestamp;
use portico_domain::user::{Email, User, UserId};
use uuid::Uuid;

use super::an_item_of;

fn a_user(number: u128) -> User {
    let email = Email::parse("kim@example.com").expect("an address");
    let id = UserId::from_uuid(Uuid::from_u128(number));
    User::new(id, email, Timestamp::from_unix_seconds(0))
}

fn a_superuser(number: u128) -> User {
    User {
        is_superuser: true,
        ..a_user(number)
    }
}

// API1
#[test]
fn a_superuser_lists_everything_and_others_their_own() {
    let (kim, root) = (a_user(1), a_superuser(2));
    assert_eq!(ItemScope::of(&kim), ItemScope::Own(kim.id));
    assert_eq!(ItemScope::of(&root), ItemScope::All);
}

// API1
#[test]
fn an_item_opens_for_its_owner_and_for_superusers_alone() {
    let (kim, lee, root) = (a_user(1), a_user(2), a_superuser(3));
    let item = an_item_of(kim.id);
    for user in [&kim, &root] {
        let opened = GuardedItem::new(item.clone()).open_for(user);
        assert_eq!(opened, Ok(item.clone()));
    }
    let refused = GuardedItem::new(item).open_for(&lee);
    assert_eq!(refused, Err(NotYourItem));
}
