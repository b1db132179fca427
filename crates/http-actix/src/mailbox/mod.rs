//! The built-in mailbox, only in development: the mails that were caught instead of sent.

mod dto;
mod page;

use actix_web::web::{Data, Json, Query};
use actix_web::{HttpResponse, delete, get};
use domain::ports::{Mailbox, MailboxError};
use utoipa_actix_web::service_config::ServiceConfig;

use dto::{CaughtMail, Recipient};

use crate::problem::{ErrorCode, Problem};
use crate::reply::html_page;

/// Adds the routes.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(show).service(list).service(clear);
}

/// The mailbox as a page
#[utoipa::path(
    tag = "development",
    operation_id = "mailbox-show",
    responses((status = 200, description = "The page", content_type = "text/html", body = String)),
)]
#[get("/dev/mailbox")]
async fn show(mailbox: Data<dyn Mailbox>) -> Result<HttpResponse, Problem> {
    let mails = mailbox.list(None).await?;
    Ok(html_page(page::mailbox(&mails)))
}

/// The mails, newest first
#[utoipa::path(
    tag = "development",
    operation_id = "mailbox-list",
    params(Recipient),
    responses((status = 200, description = "The mails", body = Vec<CaughtMail>)),
)]
#[get("/dev/mailbox/messages")]
async fn list(
    recipient: Query<Recipient>,
    mailbox: Data<dyn Mailbox>,
) -> Result<Json<Vec<CaughtMail>>, Problem> {
    let mails = mailbox.list(recipient.to.as_deref()).await?;
    Ok(Json(mails.into_iter().map(CaughtMail::from).collect()))
}

/// Remove every mail
#[utoipa::path(
    tag = "development",
    operation_id = "mailbox-clear",
    responses((status = 204, description = "The mailbox is empty")),
)]
#[delete("/dev/mailbox/messages")]
async fn clear(mailbox: Data<dyn Mailbox>) -> Result<HttpResponse, Problem> {
    mailbox.clear().await?;
    Ok(HttpResponse::NoContent().finish())
}

impl From<MailboxError> for Problem {
    fn from(error: MailboxError) -> Self {
        tracing::error!(%error, "the mailbox failed");
        Self::new(ErrorCode::InternalError)
    }
}
