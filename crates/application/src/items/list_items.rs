//! The list of items, whose front is cached.

use std::sync::Arc;

use domain::item::{Item, ItemScope};
use domain::page::{PageRequest, PageStart, Position};
use domain::ports::{ItemQueries, StorageError};
use domain::user::User;

use crate::caches::{CachedReply, ReplyCache};
use crate::list_tags::ListTags;
use crate::{Policies, Ports};

/// Some items, and how many there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemsPage {
    /// The items, newest first.
    pub items: Vec<Item>,
    /// How many the reader may see in all.
    pub count: u64,
    /// The last item's place, if more follow.
    pub next: Option<Position>,
}

/// A page as clients get it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenPage {
    /// All of it, serialised.
    pub body: String,
    /// Where the next page begins, in the form that clients send back.
    pub next: Option<String>,
}

/// How pages are written. It is done once for each page and state of the list, not once for each reader.
#[derive(Clone, Copy, Debug)]
pub struct PageForm {
    /// Names the form; change it whenever `write` writes something else, so that instances of two releases can share a
    /// cache.
    pub name: &'static str,
    /// Writes a page.
    pub write: fn(&ItemsPage) -> WrittenPage,
}

/// Lists items out of the cache: a superuser sees everybody's, others their own.
#[derive(Clone)]
pub struct ListItems {
    items: Arc<dyn ItemQueries>,
    tags: ListTags,
    replies: ReplyCache,
}

impl ListItems {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            items: ports.storage.items.clone(),
            tags: ListTags::new(ports),
            replies: ReplyCache::new(ports, policies.list_ttl),
        }
    }

    /// A page of the items that this user sees, newest first, as `form` writes it: out of the cache if it is of the
    /// front of the list, read anew otherwise. Its tag is one of the body, so that a list which was read anew and is
    /// the same still has it.
    ///
    /// # Errors
    /// When storage cannot be asked; a cache that is away is a miss.
    pub async fn execute(
        &self,
        reader: &User,
        request: PageRequest,
        form: PageForm,
    ) -> Result<CachedReply, StorageError> {
        let scope = ItemScope::of(reader);
        let load = || self.clone().load(scope, request, form);
        let part = part_of(&request, form);
        if request.is_of_the_front() {
            self.replies.reply(scope.into(), &part, load).await
        } else {
            self.replies.unkept_reply(scope.into(), part, load).await
        }
    }

    async fn load(
        self,
        scope: ItemScope,
        request: PageRequest,
        form: PageForm,
    ) -> Result<CachedReply, StorageError> {
        let page = self.items.page(scope, &request).await?;
        let written = (form.write)(&ItemsPage {
            items: page.rows,
            count: self.count(scope).await?,
            next: page.next,
        });
        let tag = self.tags.tag_of(&[&written.body]);
        Ok(CachedReply::new(
            tag,
            written.next,
            written.body.into_bytes(),
        ))
    }

    async fn count(&self, scope: ItemScope) -> Result<u64, StorageError> {
        let items = self.items.clone();
        let load = || async move { items.count(scope).await };
        self.replies.count(scope.into(), load).await
    }
}

/// Names a page among those of its list.
fn part_of(request: &PageRequest, form: PageForm) -> String {
    let (form, limit) = (form.name, request.limit.get());
    match request.start {
        PageStart::Skip(rows) => format!("{form}:skip:{rows}:{limit}"),
        PageStart::After(Position { created_at, id }) => {
            format!("{form}:after:{}:{id}:{limit}", created_at.unix_micros())
        }
    }
}
