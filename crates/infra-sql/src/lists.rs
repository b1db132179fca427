//! Lists that are read newest first, ties by id: `domain::page` is the twin.

use domain::page::{Page, PageLimit, PageRequest, PageStart, Position};
use domain::ports::StorageError;
use domain::timestamp::Timestamp;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::errors::storage_error;
use crate::stored;

/// A list is ordered by two columns of its table.
pub(crate) struct Order<E: EntityTrait> {
    pub(crate) created_at: E::Column,
    pub(crate) id: E::Column,
}

impl<E: EntityTrait> Order<E> {
    /// The part of the list that is asked for, and one row more, which tells whether any follow.
    pub(crate) fn select(&self, rows: Select<E>, request: &PageRequest) -> Select<E> {
        let start = match request.start {
            PageStart::Skip(0) => rows,
            PageStart::Skip(skipped) => rows.offset(u64::from(skipped)),
            PageStart::After(position) => rows.filter(self.is_after(position)),
        };
        self.newest_first(start)
            .limit(u64::from(request.limit.get()) + 1)
    }

    /// The rows in the order of the list.
    pub(crate) fn newest_first(&self, rows: Select<E>) -> Select<E> {
        rows.order_by_desc(self.created_at).order_by_desc(self.id)
    }

    /// As one comparison of two columns, since both databases find the place of that in an index; two
    /// comparisons under an `OR` would read the list from its start.
    fn is_after(&self, position: Position) -> Expr {
        let place = [Expr::col(self.created_at), Expr::col(self.id)];
        let position = [
            Expr::value(position.created_at.unix_micros()),
            Expr::value(position.id),
        ];
        Expr::tuple(place).lt(Expr::tuple(position))
    }
}

/// A row's place, of the columns that it is ordered by.
pub(crate) fn position(created_at: i64, id: Uuid) -> Position {
    Position {
        created_at: Timestamp::from_unix_micros(created_at),
        id,
    }
}

/// The page that the selected rows make; `place` tells a row's.
pub(crate) fn page<R, T>(
    mut rows: Vec<R>,
    limit: PageLimit,
    place: impl FnOnce(&R) -> Position,
) -> Result<Page<T>, StorageError>
where
    T: TryFrom<R, Error = StorageError>,
{
    let length = usize::from(limit.get());
    let goes_on = rows.len() > length;
    rows.truncate(length);
    let next = if goes_on {
        rows.last().map(place)
    } else {
        None
    };
    let rows = rows.into_iter().map(T::try_from).collect::<Result<_, _>>();
    Ok(Page { rows: rows?, next })
}

/// How many rows were selected.
pub(crate) async fn count<E: EntityTrait>(
    db: &impl ConnectionTrait,
    rows: Select<E>,
) -> Result<u64, StorageError> {
    let counted = rows
        .select_only()
        .expr(Expr::cust("COUNT(*)"))
        .into_tuple::<i64>()
        .one(db)
        .await;
    let count = counted.map_err(storage_error)?.unwrap_or_default();
    stored::parsed("count", u64::try_from(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Row(i64);

    impl TryFrom<Row> for i64 {
        type Error = StorageError;

        fn try_from(row: Row) -> Result<Self, Self::Error> {
            stored::parsed("row", u32::try_from(row.0)).map(Self::from)
        }
    }

    fn page_of(rows: &[i64], limit: u16) -> Result<Page<i64>, StorageError> {
        let rows = rows.iter().map(|row| Row(*row)).collect();
        let limit = PageLimit::new(limit).unwrap();
        page(rows, limit, |row: &Row| position(row.0, Uuid::nil()))
    }

    #[test]
    fn a_row_too_many_tells_that_the_list_goes_on() {
        let page = page_of(&[3, 2, 1], 2).unwrap();
        assert_eq!(page.rows, [3, 2]);
        assert_eq!(page.next, Some(position(2, Uuid::nil())));
    }

    #[test]
    fn the_last_page_has_no_next() {
        assert_eq!(page_of(&[3, 2], 2).unwrap().next, None);
        assert_eq!(page_of(&[], 2).unwrap().next, None);
    }

    // F5r
    #[test]
    fn a_page_of_no_rows_leads_nowhere() {
        let page = page_of(&[3], 0).unwrap();
        assert_eq!((page.rows, page.next), (vec![], None));
    }

    // A row that cannot be read is told of, not left out.
    #[test]
    fn a_bad_row_is_an_error() {
        assert!(page_of(&[3, -1], 2).is_err());
    }
}
