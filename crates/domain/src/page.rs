//! Pages of lists that are read newest first.

use uuid::Uuid;

use crate::timestamp::Timestamp;

/// How many rows a page has at the most: 0 to 1000 (F5r).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PageLimit(u16);

/// A number that is no page's size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a page has 0 to {} rows", PageLimit::MAX)]
pub struct PageLimitError;

impl PageLimit {
    /// The most rows of a page.
    pub const MAX: u16 = 1000;
    /// The size of a page that nobody asked for otherwise.
    pub const DEFAULT: Self = Self(100);

    /// Takes a number of rows.
    ///
    /// # Errors
    /// When it is above 1000.
    pub const fn new(rows: u16) -> Result<Self, PageLimitError> {
        if rows <= Self::MAX {
            Ok(Self(rows))
        } else {
            Err(PageLimitError)
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

/// The place of one row in a list that is ordered by the moment its rows were made, newest first, ties by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    /// When the row was made.
    pub created_at: Timestamp,
    /// The row's id.
    pub id: Uuid,
}

/// Where a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageStart {
    /// After this many rows.
    Skip(u32),
    /// After this row, wherever it is now: rows that are added meanwhile neither repeat nor hide one.
    After(Position),
}

/// Which part of a list is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PageRequest {
    /// Where it begins.
    pub start: PageStart,
    /// How long it is at the most.
    pub limit: PageLimit,
}

impl PageRequest {
    /// How many rows the front of a list has: as many as a page that nobody sized.
    const FRONT_ROWS: u32 = PageLimit::DEFAULT.0 as u32;

    /// Whether this is one of the pages of its size that lie within the first 100 rows: those that many readers ask
    /// for, and the only ones to cache. There are some 480 of them, of 100 rows at the most; if any page of any size
    /// were cached, one reader could fill the memory of a cache by asking for every row in many pages.
    #[must_use]
    pub const fn is_of_the_front(&self) -> bool {
        let PageStart::Skip(rows) = self.start else {
            return false;
        };
        let limit = self.limit.0 as u32;
        matches!(rows.checked_rem(limit), Some(0)) && rows.saturating_add(limit) <= Self::FRONT_ROWS
    }

    /// The first page of this size.
    #[must_use]
    pub const fn first(limit: PageLimit) -> Self {
        Self {
            start: PageStart::Skip(0),
            limit,
        }
    }

    /// The page of the same size that begins after this row.
    #[must_use]
    pub const fn after(self, position: Position) -> Self {
        Self {
            start: PageStart::After(position),
            limit: self.limit,
        }
    }
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, newest first.
    pub rows: Vec<T>,
    /// The last row's place, if rows follow it.
    pub next: Option<Position>,
}
