//! Pages of items, written once for everybody who asks for the same one.

use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use application::caches::CachedReply;
use application::items::{ItemsPage, PageForm, WrittenPage};
use domain::page::PageLimit;

use super::dto::{ItemPublic, ItemsPublic};
use crate::entity_tag::EntityTag;
use crate::extract::cursor_of;
use crate::reply::{link_next_page, tagged_bytes};

/// The page as [`ItemsPublic`].
pub(super) const ITEMS_PUBLIC: PageForm = PageForm {
    name: "items-public-1",
    write,
};

fn write(page: &ItemsPage) -> WrittenPage {
    let next = page.next.map(cursor_of);
    let public = ItemsPublic {
        data: page.items.iter().map(ItemPublic::from).collect(),
        count: page.count,
        next_cursor: next.clone(),
    };
    let body = serde_json::to_string(&public).unwrap_or_default();
    WrittenPage { body, next }
}

/// A page of this size as it is sent: its bytes are neither made anew nor copied.
pub(super) fn page_reply(
    request: &HttpRequest,
    limit: PageLimit,
    page: &CachedReply,
) -> HttpResponse {
    let tag = EntityTag::from_quoted(page.tag.clone());
    let reply = tagged_bytes(request, &tag, || Bytes::from_owner(page.clone()));
    match &page.next {
        None => reply,
        Some(cursor) => {
            let limit = limit.get().to_string();
            link_next_page(reply, request, &[("cursor", cursor), ("limit", &limit)])
        }
    }
}
