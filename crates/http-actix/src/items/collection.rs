//! `/items/`: the list, and new items.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use application::items::{CreateItemCommand, UseCases};
use domain::idempotency::StoredReply;
use domain::item::Item;

use super::dto::{ItemCreate, ItemPublic, ItemsPublic};
use super::page::{ITEMS_PUBLIC, page_reply};
use crate::extract::{
    CurrentUser, IdempotencyKeyHeader, IfNoneMatch, PageQuery, ValidJson, ValidQuery,
};
use crate::problem::Problem;
use crate::reply::{created_json, idempotent_reply};
use crate::task::run_to_completion;

/// Read Items
///
/// One's own items, newest first; a superuser sees everybody's.
#[utoipa::path(
    tag = "items",
    operation_id = "items-read_items",
    security(("BearerAuth" = [])),
    params(PageQuery, IfNoneMatch),
    responses((status = 200, description = "A page of items", body = ItemsPublic)),
)]
#[get("/items/")]
pub(super) async fn read_items(
    page: ValidQuery<PageQuery>,
    current: CurrentUser,
    items: Data<UseCases>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let page = page.into_inner();
    let list = &items.list;
    let reply = list.execute(&current.user, page, ITEMS_PUBLIC).await?;
    Ok(page_reply(&request, page.limit, &reply))
}

/// Create Item
///
/// A new item of one's own.
#[utoipa::path(
    tag = "items",
    operation_id = "items-create_item",
    security(("BearerAuth" = [])),
    params(IdempotencyKeyHeader),
    request_body = ItemCreate,
    responses((status = 200, description = "The item", body = ItemPublic)),
)]
#[post("/items/")]
pub(super) async fn create_item(
    key: IdempotencyKeyHeader,
    current: CurrentUser,
    body: ValidJson<ItemCreate>,
    items: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let ((title, description), text) = body.into_parts();
    let owner = current.user.id;
    let command = CreateItemCommand {
        owner,
        title,
        description,
    };
    let call = key.call(owner, &text, item_reply)?;
    let create = items.create.clone();
    let made = run_to_completion(async move { create.execute(command, &call).await }).await?;
    Ok(idempotent_reply(made, item_reply))
}

fn item_reply(item: &Item) -> StoredReply {
    created_json(StatusCode::OK, &ItemPublic::from(item))
}
