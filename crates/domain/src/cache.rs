//! Cached replies: what they belong to, and how they are named.

use std::fmt;
use std::time::Duration;

use uuid::Uuid;

use crate::item::ItemScope;
use crate::user::UserId;

/// A list whose pages are cached, and dropped together when anything in it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CacheScope {
    /// The items of one user.
    ItemsOf(UserId),
    /// The items of everybody.
    AllItems,
    /// The questions that are asked of every new user.
    Questions,
}

/// The state of a scope: a random value, never a counter, so that a version which was lost and made anew brings no
/// old page back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CacheVersion(Uuid);

/// Names one cached value: a page of a list in one of its states.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CacheKey {
    /// The list.
    pub scope: CacheScope,
    /// Its state.
    pub version: CacheVersion,
    /// Which part of it, in which form.
    pub part: String,
}

/// A value out of a cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachedValue {
    /// The value.
    pub bytes: std::sync::Arc<[u8]>,
    /// How long it may still be used.
    pub fresh_for: Duration,
}

impl CacheVersion {
    /// Takes a random id that an `IdGenerator` made, or that was stored.
    #[must_use]
    pub const fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }

    /// The id.
    #[must_use]
    pub const fn as_uuid(self) -> Uuid {
        self.0
    }
}

impl CacheScope {
    /// Reads a scope in the form that it is displayed in.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text == "questions" {
            return Some(Self::Questions);
        }
        let items = text.strip_prefix("items:")?;
        match items.strip_prefix("own:") {
            Some(user) => Uuid::try_parse(user)
                .ok()
                .map(|id| Self::ItemsOf(UserId::from_uuid(id))),
            None => (items == "all").then_some(Self::AllItems),
        }
    }
}

impl From<ItemScope> for CacheScope {
    fn from(scope: ItemScope) -> Self {
        match scope {
            ItemScope::Own(user) => Self::ItemsOf(user),
            ItemScope::All => Self::AllItems,
        }
    }
}

impl fmt::Display for CacheScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ItemsOf(user) => write!(f, "items:own:{user}"),
            Self::AllItems => f.write_str("items:all"),
            Self::Questions => f.write_str("questions"),
        }
    }
}

impl fmt::Display for CacheKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}:{}",
            self.scope,
            self.version.0.simple(),
            self.part
        )
    }
}
