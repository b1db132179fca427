//! Items.

use domain::item::Item;
use serde::Serialize;

use crate::exports::rfc3339::rfc3339;

/// An item.
#[derive(Serialize)]
pub(in crate::exports) struct ItemRecord {
    id: String,
    title: String,
    description: Option<String>,
    created_at: String,
    updated_at: String,
}

impl From<&Item> for ItemRecord {
    fn from(item: &Item) -> Self {
        let description = item.description.as_ref();
        Self {
            id: item.id.to_string(),
            title: item.title.as_str().to_owned(),
            description: description.map(|text| text.as_str().to_owned()),
            created_at: rfc3339(item.created_at),
            updated_at: rfc3339(item.updated_at),
        }
    }
}
