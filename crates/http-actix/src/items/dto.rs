//! Items on the wire.

use domain::item::{Item, ItemChanges, ItemDescription, ItemTitle};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::extract::{FieldErrors, Patch, RequestBody, Required};
use crate::rfc3339::rfc3339;

/// A new item.
#[derive(Debug, Deserialize, ToSchema, Validate)]
pub(super) struct ItemCreate {
    /// Its title.
    #[schema(value_type = String, min_length = 1, max_length = 255, example = "Lantern")]
    title: Required<String>,
    /// What else there is to say.
    #[schema(max_length = 255, example = "For the cellar")]
    description: Option<String>,
}

impl RequestBody for ItemCreate {
    type Parsed = (ItemTitle, Option<ItemDescription>);

    fn parse(self, errors: &mut FieldErrors) -> Option<Self::Parsed> {
        let title = errors.required("title", self.title);
        let description = errors.optional("description", self.description);
        Some((title?, description))
    }
}

/// Changes of an item; what is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema, Validate)]
pub(super) struct ItemUpdate {
    /// Its title; it cannot be `null`.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 255, example = "Lantern")]
    title: Patch<String>,
    /// What else there is to say; `null` clears it.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 255, example = "For the cellar")]
    description: Patch<String>,
}

impl RequestBody for ItemUpdate {
    type Parsed = ItemChanges;

    fn parse(self, errors: &mut FieldErrors) -> Option<Self::Parsed> {
        Some(ItemChanges {
            title: errors.changed("title", self.title),
            description: errors.changed_or_cleared("description", self.description),
        })
    }
}

/// An item.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ItemPublic {
    /// Its title.
    #[schema(min_length = 1, max_length = 255, example = "Lantern")]
    title: String,
    /// What else there is to say.
    #[schema(required, max_length = 255, example = "For the cellar")]
    description: Option<String>,
    /// Its id.
    #[schema(value_type = Uuid)]
    id: String,
    /// Whose it is.
    #[schema(value_type = Uuid)]
    owner_id: String,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
}

/// Some items, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ItemsPublic {
    /// The items of this page.
    pub(super) data: Vec<ItemPublic>,
    /// How many there are in all.
    #[schema(example = 101)]
    pub(super) count: u64,
    /// What `cursor` takes for the page after this one; `null` on the last page.
    #[schema(required, example = "AAZJrdRJMAABk19OfCp7EIpVPSwbCp-O")]
    pub(super) next_cursor: Option<String>,
}

impl From<&Item> for ItemPublic {
    fn from(item: &Item) -> Self {
        let description = item.description.as_ref();
        Self {
            title: item.title.as_str().to_owned(),
            description: description.map(|text| text.as_str().to_owned()),
            id: item.id.to_string(),
            owner_id: item.owner.to_string(),
            created_at: rfc3339(item.created_at),
        }
    }
}
