//! Looking at accounts.

use std::sync::Arc;

use domain::page::{Page, PageRequest};
use domain::ports::{StorageError, UserQueries};
use domain::user::{User, UserId, UserSearch};

use crate::list_tags::ListTags;
use crate::{Ports, UseCaseError};

/// Why an account is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadUserRefusal {
    /// The reader may see no account but their own, and is not told whether there is another (API1).
    #[error("the reader may not see other accounts")]
    NotAllowed,
    /// There is no such account.
    #[error("there is no such account")]
    NotFound,
}

/// Reads one account: the reader's own, or any for a superuser.
#[derive(Clone)]
pub struct ReadUser(Arc<dyn UserQueries>);

impl ReadUser {
    pub(super) fn new(ports: &Ports) -> Self {
        Self(ports.storage.users.clone())
    }

    /// Reads the account.
    ///
    /// # Errors
    /// When the reader may not see it, or there is none.
    pub async fn execute(
        &self,
        reader: &User,
        id: UserId,
    ) -> Result<User, UseCaseError<ReadUserRefusal>> {
        if reader.id == id {
            return Ok(reader.clone());
        }
        if !reader.is_superuser {
            return Err(UseCaseError::Refused(ReadUserRefusal::NotAllowed));
        }
        let found = self.0.find(id).await?;
        found.ok_or(UseCaseError::Refused(ReadUserRefusal::NotFound))
    }
}

/// Some accounts, and how many there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundUsers {
    /// The page.
    pub page: Page<User>,
    /// How many accounts the search finds in all.
    pub count: u64,
    /// The entity tag of both.
    pub tag: String,
}

/// Lists accounts, for superusers.
#[derive(Clone)]
pub struct ListUsers {
    users: Arc<dyn UserQueries>,
    tags: ListTags,
}

impl ListUsers {
    pub(super) fn new(ports: &Ports) -> Self {
        Self {
            users: ports.storage.users.clone(),
            tags: ListTags::new(ports),
        }
    }

    /// Reads a page of those that the search finds, newest first.
    ///
    /// # Errors
    /// When storage cannot be asked.
    pub async fn execute(
        &self,
        search: &UserSearch,
        request: &PageRequest,
    ) -> Result<FoundUsers, StorageError> {
        let page = self.users.page(search, request).await?;
        let count = self.users.count(search).await?;
        let tag = self.tag_of(&page, count);
        Ok(FoundUsers { page, count, tag })
    }

    /// Which accounts are shown, and in which versions.
    fn tag_of(&self, page: &Page<User>, count: u64) -> String {
        let rows = page.rows.iter();
        let mut shown: Vec<String> = rows
            .map(|user| format!("{}:{}", user.id, user.version.get()))
            .collect();
        shown.push(format!("{count}:{}", page.next.is_some()));
        let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
        self.tags.tag_of(&shown)
    }
}
