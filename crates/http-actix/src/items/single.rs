//! `/items/{id}`: one item, for its owner and for superusers.

use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, delete, get, put};
use application::items::{DeleteItemCommand, UpdateItemCommand, UseCases};
use domain::item::ItemId;

use super::dto::{ItemPublic, ItemUpdate};
use crate::extract::{CurrentUser, IfMatch, IfNoneMatch, PathId, ValidJson};
use crate::message::Message;
use crate::openapi::documented_problems;
use crate::problem::Problem;
use crate::reply::tagged_json;
use crate::task::run_to_completion;

documented_problems! {
    /// Why an item is neither shown nor changed.
    ItemProblems: NotYourItem, ItemNotFound, ValidationFailed
}

/// Read Item
///
/// One's own item, or any for a superuser.
#[utoipa::path(
    tag = "items",
    operation_id = "items-read_item",
    security(("BearerAuth" = [])),
    params(("id" = Uuid, Path, description = "The item"), IfNoneMatch),
    responses((status = 200, description = "The item", body = ItemPublic), ItemProblems),
)]
#[get("/items/{id}")]
pub(super) async fn read_item(
    id: PathId<ItemId>,
    current: CurrentUser,
    items: Data<UseCases>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let item = items.read.execute(&current.user, id.0).await?;
    Ok(tagged_json(
        &request,
        item.version,
        &ItemPublic::from(&item),
    ))
}

/// Update Item
///
/// Changes what the body names and leaves the rest.
#[utoipa::path(
    tag = "items",
    operation_id = "items-update_item",
    security(("BearerAuth" = [])),
    params(("id" = Uuid, Path, description = "The item"), IfMatch),
    request_body = ItemUpdate,
    responses((status = 200, description = "The item as it is now", body = ItemPublic), ItemProblems),
)]
#[put("/items/{id}")]
pub(super) async fn update_item(
    (id, if_match): (PathId<ItemId>, IfMatch),
    current: CurrentUser,
    body: ValidJson<ItemUpdate>,
    items: Data<UseCases>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let command = UpdateItemCommand {
        id: id.0,
        changes: body.into_inner(),
        precondition: if_match.0,
        actor: current.user.clone(),
    };
    let update = items.update.clone();
    let item = run_to_completion(async move { update.execute(command).await }).await?;
    Ok(tagged_json(
        &request,
        item.version,
        &ItemPublic::from(&item),
    ))
}

/// Delete Item
#[utoipa::path(
    tag = "items",
    operation_id = "items-delete_item",
    security(("BearerAuth" = [])),
    params(("id" = Uuid, Path, description = "The item"), IfMatch),
    responses((status = 200, description = "It is gone", body = Message), ItemProblems),
)]
#[delete("/items/{id}")]
pub(super) async fn delete_item(
    (id, if_match): (PathId<ItemId>, IfMatch),
    current: CurrentUser,
    items: Data<UseCases>,
) -> Result<Json<Message>, Problem> {
    let command = DeleteItemCommand {
        id: id.0,
        precondition: if_match.0,
        actor: current.user.clone(),
    };
    let delete = items.delete.clone();
    run_to_completion(async move { delete.execute(command).await }).await?;
    Ok(Json(Message::new("Item deleted successfully")))
}
