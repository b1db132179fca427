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

fn page(start: PageStart, rows: u16) -> PageRequest {
    let limit = PageLimit::new(rows).expect("a limit");
    PageRequest { start, limit }
}

// C7
#[rstest]
#[case(0, 100, true)]
#[case(0, 1, true)]
#[case(99, 1, true)]
#[case(50, 50, true)]
#[case(66, 33, true)]
#[case(99, 33, false)]
#[case(100, 1, false)]
#[case(0, 101, false)]
#[case(0, 1000, false)]
#[case(1, 50, false)]
#[case(0, 0, false)]
#[case(u32::MAX, 1, false)]
fn the_front_is_the_whole_pages_of_the_first_100_rows(
    #[case] skip: u32,
    #[case] rows: u16,
    #[case] expected: bool,
) {
    let page = page(PageStart::Skip(skip), rows);
    assert_eq!(page.is_of_the_front(), expected);
}

// C7: what a reader can have cached is bounded, whatever they ask for.
#[test]
fn the_front_has_fewer_than_500_pages() {
    let of_size = |rows| {
        let is_of_the_front = |skip: &u32| page(PageStart::Skip(*skip), rows).is_of_the_front();
        (0..200).filter(is_of_the_front).count()
    };
    let pages: usize = (0..=PageLimit::MAX).map(of_size).sum();
    assert!((1..500).contains(&pages), "{pages}");
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
    assert!(first.is_of_the_front() && !next.is_of_the_front());
}
