//! `/undo-email-change`, where the notice of another address leads (F7r).

use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use application::email_changes::UseCases;

use super::link_query::LinkQuery;
use super::outcome::{done, refused};
use crate::email_changes::take_back;
use crate::extract::{Origin, ValidQuery};
use crate::html::page;
use crate::problem::Problem;
use crate::reply::form_page;

const TITLE: &str = "Keep the old e-mail address";

/// Page of an undo link
///
/// A button that takes a change of an address back. To open it consumes nothing, and tells nothing about the link.
#[utoipa::path(
    tag = "pages",
    operation_id = "pages-show_undo_email_change",
    params(LinkQuery),
    responses((status = 200, description = "The page", content_type = "text/html", body = String)),
)]
#[get("/undo-email-change")]
pub(super) async fn show_form() -> HttpResponse {
    form_page(form())
}

/// Form of an undo link
///
/// Takes the change back as `users-undo_email_change` does, and says on a page what became of it.
#[utoipa::path(
    tag = "pages",
    operation_id = "pages-submit_undo_email_change",
    params(LinkQuery),
    responses((status = 200, description = "What became of it", content_type = "text/html", body = String)),
)]
#[post("/undo-email-change")]
pub(super) async fn submit_form(
    link: ValidQuery<LinkQuery>,
    origin: Origin,
    changes: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    match take_back(&changes, &link.into_inner(), origin).await {
        Ok(()) => Ok(done(
            "The old address is your account's again",
            "Every session has ended. If it was not you who asked for another address, set a new password now.",
        )),
        Err(problem) => refused(problem),
    }
}

/// The form, which is sent to the page's own address.
fn form() -> String {
    let main = format!(
        "<h1>{TITLE}</h1>\n<form class=\"card\" method=\"post\">\n\
         <p>Somebody asked for another address for your account. This takes it back and ends every session.</p>\n\
         <button>Keep the old address</button>\n</form>"
    );
    page(TITLE, &main)
}
