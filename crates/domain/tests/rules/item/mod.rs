//! Items.

mod access;
mod record;
mod text;

use portico_domain::item::{Item, ItemDescription, ItemId, ItemTitle};
use portico_domain::timestamp::Timestamp;
use portico_domain::user::UserId;
use uuid::Uuid;

const MADE_AT: Timestamp = Timestamp::from_unix_seconds(1_000);

fn title(text: &str) -> ItemTitle {
    ItemTitle::parse(text).expect("a title")
}

fn description(text: &str) -> ItemDescription {
    ItemDescription::parse(text).expect("a description")
}

fn an_item_of(owner: UserId) -> Item {
    let id = ItemId::from_uuid(Uuid::from_u128(9));
    Item::new(
        id,
        owner,
        title("Lamp"),
        Some(description("brass")),
        MADE_AT,
    )
}
