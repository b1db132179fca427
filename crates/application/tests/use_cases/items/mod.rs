//! Items: who may do what with them, and a list that is cached and never old for whoever changed it.

mod export;
mod list;
mod list_races;
mod paused_items;
mod repeats;
mod rights;
mod shelf;
mod writes;

pub(crate) use paused_items::PausedItems;
pub(crate) use shelf::{Shelf, a_shelf, a_shelf_with, shelf_of, title};
