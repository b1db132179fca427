//! Pages of accounts.

use actix_web::{HttpRequest, HttpResponse};
use application::users::FoundUsers;
use domain::page::PageLimit;
use domain::user::UserSearch;

use super::replies::UsersPublic;
use crate::entity_tag::EntityTag;
use crate::reply::{link_next_page, tagged_json};

/// The accounts that this search finds, and where a page of the same size goes on.
pub(super) fn page_reply(
    request: &HttpRequest,
    search: &UserSearch,
    limit: PageLimit,
    found: FoundUsers,
) -> HttpResponse {
    let public = UsersPublic::from(&found);
    let reply = tagged_json(request, EntityTag::from_quoted(found.tag), &public);
    let Some(cursor) = &public.next_cursor else {
        return reply;
    };
    let limit = limit.get().to_string();
    let mut query = vec![("cursor", cursor.as_str()), ("limit", &limit)];
    if !search.as_str().is_empty() {
        query.push(("q", search.as_str()));
    }
    link_next_page(reply, request, &query)
}
