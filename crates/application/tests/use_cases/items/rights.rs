//! Who may see and change items (API1, F1r).

use domain::item::{ItemId, NotYourItem};
use domain::version::Precondition;
use port_contracts::fixtures::an_id;
use portico_application::UseCaseError;
use portico_application::items::{ChangeItemRefusal, ReadItemRefusal};

use super::{a_shelf, title};

// F1r
#[tokio::test]
async fn an_owner_and_a_superuser_may_everything_and_others_nothing() {
    let shelf = a_shelf().await;
    let (kim, eve, root) = (
        shelf.somebody().await,
        shelf.somebody().await,
        shelf.superuser().await,
    );
    let item = shelf.create(&kim, "Lantern").await;

    let foreign = ReadItemRefusal::NotYours(NotYourItem);
    let read = shelf.items.read.execute(&eve, item.id).await;
    assert_eq!(read, Err(UseCaseError::Refused(foreign)));
    let refused = UseCaseError::Refused(ChangeItemRefusal::Hidden(foreign));
    let update = shelf
        .retitle(&eve, item.id, "Mine", Precondition::None)
        .await;
    assert_eq!(update, Err(refused.clone()));
    assert_eq!(shelf.delete(&eve, item.id).await, Err(refused));

    for reader in [&kim, &root] {
        let read = shelf.items.read.execute(reader, item.id).await;
        assert_eq!(read, Ok(item.clone()));
    }
    let update = shelf
        .retitle(&root, item.id, "Lamp", Precondition::None)
        .await;
    let changed = update.expect("a superuser's right");
    assert_eq!((changed.title, changed.owner), (title("Lamp"), kim.id));
    assert_eq!(shelf.delete(&root, item.id).await, Ok(()));
}

// F1r
#[tokio::test]
async fn what_is_missing_is_missing_for_everybody() {
    let shelf = a_shelf().await;
    let nothing = ItemId::from_uuid(an_id());
    for user in [shelf.somebody().await, shelf.superuser().await] {
        let read = shelf.items.read.execute(&user, nothing).await;
        let missing = ReadItemRefusal::NotFound;
        assert_eq!(read, Err(UseCaseError::Refused(missing)));
        let refused = UseCaseError::Refused(ChangeItemRefusal::Hidden(missing));
        let update = shelf
            .retitle(&user, nothing, "Lamp", Precondition::None)
            .await;
        assert_eq!(update, Err(refused.clone()));
        assert_eq!(shelf.delete(&user, nothing).await, Err(refused));
    }
}
