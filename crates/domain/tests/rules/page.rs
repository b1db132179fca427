//! Pages of lists (F5r).

use portico_domain::page::{PageLimit, PageLimitError, PageRequest, PageStart, Position};
use portico_domain::timestamp::Timestamp;
use rstest::rstest;
use uuid::Uuid;

// F5r
#[rstest]
#[case(0, true)]
#[case(1, true)]
#[case(1000, true)]
#[case(1001, false)]
#[case(u16::MAX, false)]
fn a_page_has_at_most_1000_rows(#[case] rows: u16, #[case] allowed: bool) {
    let limit = PageLimit::new(rows);
    let expected = if allowed {
        Ok(rows)
    } else {
        Err(PageLimitError)
    };
    assert_eq!(limit.map(PageLimit::get), expected);
}

// F5r
#[test]
fn a_page_that_nobody_sized_has_100_rows() {
    assert_eq!(PageLimit::DEFAULT.get(), 100);
}

#[test]
fn the_next_page_is_as_long_and_begins_after_a_row() {
    let limit = PageLimit::new(7).expect("a limit");
    let first = PageRequest::first(limit);
    assert_eq!(first.start, PageStart::Skip(0));
    let position = Position {
        created_at: Timestamp::from_unix_seconds(3),
        id: Uuid::from_u128(4),
    };
    let next = first.after(position);
    assert_eq!(next.start, PageStart::After(position));
    assert_eq!(next.limit, limit);
}
