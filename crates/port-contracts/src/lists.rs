//! Reading lists in pages.

use domain::page::{Page, PageLimit, PageRequest};

/// The first page of so many rows.
pub(crate) fn first(rows: u16) -> PageRequest {
    PageRequest::first(PageLimit::new(rows).expect("a page's size"))
}

/// Reads a list page by page until it says that nothing follows; gives the pages.
pub(crate) async fn read_to_end<T>(
    mut request: PageRequest,
    mut read: impl AsyncFnMut(PageRequest) -> Page<T>,
) -> Vec<Vec<T>> {
    let mut pages = Vec::new();
    loop {
        let page = read(request).await;
        pages.push(page.rows);
        assert!(pages.len() < 100, "the list does not end");
        match page.next {
            Some(position) => request = request.after(position),
            None => return pages,
        }
    }
}
