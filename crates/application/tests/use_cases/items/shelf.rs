//! Items of some people, and short ways to handle them.

use std::sync::Arc;

use domain::change::Change;
use domain::idempotency::StoredReply;
use domain::item::{Item, ItemChanges, ItemId, ItemTitle};
use domain::page::{PageLimit, PageRequest};
use domain::ports::StorageError;
use domain::user::User;
use domain::version::Precondition;
use port_contracts::fixtures::a_user;
use portico_application::idempotency::{Answer, IdempotencyKeys, IdempotentCall};
use portico_application::items::{
    ChangeItemRefusal, CreateItemCommand, CreateItemRefusal, DeleteItemCommand, ItemsPage,
    PageForm, UpdateItemCommand, UseCases, WrittenPage,
};
use portico_application::{Policies, Ports, UseCaseError};

use crate::world::{World, a_world_with};

pub(crate) type Creation = Result<Answer<Item>, UseCaseError<CreateItemRefusal>>;
pub(crate) type Update = Result<Item, UseCaseError<ChangeItemRefusal>>;

/// A world with what items need of it.
pub(crate) struct Shelf {
    pub(crate) world: World,
    pub(crate) items: UseCases,
    pub(crate) keys: IdempotencyKeys,
}

/// A shelf without items.
pub(crate) async fn a_shelf() -> Arc<Shelf> {
    a_shelf_with(|_, _| ()).await
}

/// A shelf with other ports or policies.
pub(crate) async fn a_shelf_with(change: impl FnOnce(&mut Ports, &mut Policies)) -> Arc<Shelf> {
    shelf_of(a_world_with(change).await)
}

/// The items of a world, or of one more instance of it.
pub(crate) fn shelf_of(world: World) -> Arc<Shelf> {
    Arc::new(Shelf {
        items: UseCases::new(&world.ports, &world.policies),
        keys: IdempotencyKeys::new(&world.ports),
        world,
    })
}

pub(crate) fn title(text: &str) -> ItemTitle {
    ItemTitle::parse(text).expect("a title")
}

/// The titles of a page, and how many items there are.
fn write(page: &ItemsPage) -> WrittenPage {
    let titles = page.items.iter().map(|item| item.title.as_str());
    let titles: Vec<_> = titles.collect();
    WrittenPage {
        body: format!("{} of {}", titles.join(", "), page.count),
        next: page.next.map(|position| position.id.to_string()),
    }
}

/// A reply that says which item was made.
pub(crate) fn reply_of(item: &Item) -> StoredReply {
    StoredReply {
        status: 200,
        tag: None,
        body: item.id.to_string().into_bytes(),
    }
}

impl Shelf {
    /// Somebody new.
    pub(crate) async fn somebody(&self) -> User {
        self.world.keep_user(a_user()).await
    }

    /// Somebody new who sees everything.
    pub(crate) async fn superuser(&self) -> User {
        self.world.keep_user(a_user().superuser()).await
    }

    pub(crate) async fn try_create(
        &self,
        owner: &User,
        text: &str,
        call: &IdempotentCall<Item>,
    ) -> Creation {
        let command = CreateItemCommand {
            owner: owner.id,
            title: title(text),
            description: None,
        };
        self.items.create.execute(command, call).await
    }

    /// A new item of this title.
    pub(crate) async fn create(&self, owner: &User, text: &str) -> Item {
        let call = IdempotentCall::without_key(reply_of);
        match self.try_create(owner, text, &call).await {
            Ok(Answer::Done(item)) => item,
            other => panic!("not made: {other:?}"),
        }
    }

    /// Gives an item this title, if it is of one of these versions.
    pub(crate) async fn retitle(
        &self,
        actor: &User,
        id: ItemId,
        text: &str,
        precondition: Precondition,
    ) -> Update {
        let changes = ItemChanges {
            title: Change::To(title(text)),
            description: Change::Keep,
        };
        let command = UpdateItemCommand {
            id,
            changes,
            precondition,
            actor: actor.clone(),
        };
        self.items.update.execute(command).await
    }

    pub(crate) async fn delete(
        &self,
        actor: &User,
        id: ItemId,
    ) -> Result<(), UseCaseError<ChangeItemRefusal>> {
        let command = DeleteItemCommand {
            id,
            precondition: Precondition::None,
            actor: actor.clone(),
        };
        self.items.delete.execute(command).await
    }

    /// The reader's first page: titles, and how many there are.
    pub(crate) async fn try_list(&self, reader: &User) -> Result<String, StorageError> {
        let form = PageForm {
            name: "titles",
            write,
        };
        let first = PageRequest::first(PageLimit::DEFAULT);
        let page = self.items.list.execute(reader, first, form).await?;
        Ok(String::from_utf8_lossy(page.body()).into_owned())
    }

    pub(crate) async fn list(&self, reader: &User) -> String {
        self.try_list(reader).await.expect("a list")
    }
}
