//! `/`, which mails call the place where the account is.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};

use crate::html::{escape, page};
use crate::reply::html_page;
use crate::settings::HttpSettings;

/// Start page
///
/// What is here, for whoever follows a link to the server itself.
#[utoipa::path(
    tag = "pages",
    operation_id = "pages-home",
    responses((status = 200, description = "The page", content_type = "text/html", body = String)),
)]
#[get("/")]
pub(super) async fn show_home(settings: Data<HttpSettings>) -> HttpResponse {
    let name = &settings.project_name;
    let docs = if settings.docs_enabled {
        "<p><a href=\"/docs\">Documentation</a></p>"
    } else {
        ""
    };
    let main = format!(
        "<h1>{}</h1>\n<p class=\"faint\">Accounts are served here to applications.</p>\n{docs}",
        escape(name)
    );
    html_page(page(name, &main))
}
