//! An item as a row, and back.

use domain::item::{Item, ItemDescription, ItemId, ItemTitle};
use domain::ports::StorageError;
use domain::timestamp::Timestamp;
use domain::user::UserId;
use domain::version::Version;

use super::entity::Model;
use crate::stored;

impl From<&Item> for Model {
    fn from(item: &Item) -> Self {
        Self {
            id: item.id.as_uuid(),
            owner_id: item.owner.as_uuid(),
            title: item.title.as_str().to_owned(),
            description: item.description.as_ref().map(|it| it.as_str().to_owned()),
            created_at: item.created_at.unix_micros(),
            updated_at: item.updated_at.unix_micros(),
            version: item.version.get(),
        }
    }
}

impl TryFrom<Model> for Item {
    type Error = StorageError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        let description = row.description.as_deref().map(ItemDescription::parse);
        Ok(Self {
            id: ItemId::from_uuid(row.id),
            owner: UserId::from_uuid(row.owner_id),
            title: stored::parsed("title", ItemTitle::parse(&row.title))?,
            description: stored::parsed("description", description.transpose())?,
            created_at: Timestamp::from_unix_micros(row.created_at),
            updated_at: Timestamp::from_unix_micros(row.updated_at),
            version: Version::from_stored(row.version),
        })
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::prelude::Uuid;

    use super::*;

    fn a_row() -> Model {
        Model {
            id: Uuid::nil(),
            owner_id: Uuid::max(),
            title: "Milk".to_owned(),
            description: Some(String::new()),
            created_at: 1,
            updated_at: 2,
            version: 3,
        }
    }

    #[test]
    fn a_row_comes_back_as_it_was() {
        let item = Item::try_from(a_row()).unwrap();
        assert_eq!(Model::from(&item), a_row());
    }

    #[test]
    fn a_row_that_no_item_can_have_is_an_error() {
        let untitled = Model {
            title: String::new(),
            ..a_row()
        };
        let broken = Model {
            description: Some("a\0b".to_owned()),
            ..a_row()
        };
        for row in [untitled, broken] {
            assert!(matches!(Item::try_from(row), Err(StorageError::Failed(_))));
        }
    }
}
