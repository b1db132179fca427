//! Pages of lists that are filtered.

use actix_web::{HttpRequest, HttpResponse};
use domain::page::PageLimit;
use serde::Serialize;

use crate::reply::link_next_page;

/// Something that the rows of a page have in common: the parameter, and its value as it was asked for.
pub(super) type Filter = (&'static str, Option<String>);

/// A page of this size as it is sent; `next` is the cursor of the one after it, which has the same filters.
pub(super) fn page_reply(
    request: &HttpRequest,
    page: &impl Serialize,
    next: Option<&str>,
    limit: PageLimit,
    filters: &[Filter],
) -> HttpResponse {
    let reply = HttpResponse::Ok().json(page);
    let Some(cursor) = next else {
        return reply;
    };
    let limit = limit.get().to_string();
    let mut query = vec![("cursor", cursor), ("limit", &limit)];
    let filters = filters.iter();
    query.extend(filters.filter_map(|(name, value)| Some((*name, value.as_deref()?))));
    link_next_page(reply, request, &query)
}
