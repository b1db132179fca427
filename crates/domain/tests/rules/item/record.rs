//! The record of an item and its updates.

use portico_domain::change::Change;
use portico_domain::item::{Item, ItemChanges};
use portico_domain::timestamp::Timestamp;
use portico_domain::user::UserId;
use portico_domain::version::Version;
use rstest::rstest;
use uuid::Uuid;

use super::{MADE_AT, an_item_of, description, title};

const LATER: Timestamp = Timestamp::from_unix_seconds(2_000);

fn an_item() -> Item {
    an_item_of(UserId::from_uuid(Uuid::from_u128(1)))
}

#[test]
fn a_new_item_is_at_its_first_version() {
    let item = an_item();
    assert_eq!(item.version, Version::FIRST);
    assert_eq!((item.created_at, item.updated_at), (MADE_AT, MADE_AT));
}

#[test]
fn an_update_changes_what_it_mentions_and_counts_once() {
    let item = an_item();
    let changes = ItemChanges {
        title: Change::To(title("Torch")),
        description: Change::To(None),
    };
    let expected = Item {
        title: title("Torch"),
        description: None,
        updated_at: LATER,
        version: Version::FIRST.next(),
        ..item.clone()
    };
    assert_eq!(item.with(changes, LATER), expected);
}

// An update that changes nothing leaves the copies that clients hold good.
#[rstest]
#[case::nothing(ItemChanges::default())]
#[case::the_same(ItemChanges {
    title: Change::To(title("Lamp")),
    description: Change::To(Some(description("brass"))),
})]
fn an_update_that_changes_nothing_keeps_the_version(#[case] changes: ItemChanges) {
    let item = an_item();
    assert_eq!(item.with(changes, LATER), item);
}
