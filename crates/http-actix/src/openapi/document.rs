//! Puts the document together.

use actix_web::App;
use utoipa::OpenApi as _;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Components, OpenApi};
use utoipa_actix_web::AppExt;

use super::problems::add_shared_problems;
use crate::app::mount;
use crate::problem::ProblemDocument;

/// The name that operations refer to.
pub(crate) const BEARER: &str = "BearerAuth";

/// Which optional routes exist.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Features {
    /// The document itself and the Swagger UI.
    pub(crate) docs: bool,
    /// The built-in mailbox.
    pub(crate) mailbox: bool,
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Portico",
        description = "Accounts, sessions and items over HTTP. Every error is a problem document (RFC 9457) whose `code` is stable and whose `type` leads to a page about it.",
    ),
    components(schemas(ProblemDocument)),
    tags(
        (name = "registration", description = "An account in four steps"),
        (name = "auth", description = "Log-in"),
        (name = "users", description = "Accounts"),
        (name = "health", description = "For operators and load balancers"),
        (name = "docs", description = "The documentation itself"),
        (name = "development", description = "Only in development: the mails that were caught instead of sent"),
    ),
)]
struct Base;

/// The document of everything that this crate can serve, without a server.
#[must_use]
pub fn openapi() -> OpenApi {
    document(
        Features {
            docs: true,
            mailbox: true,
        },
        "Portico",
    )
}

/// The document of the routes that exist with these features.
pub(crate) fn document(features: Features, title: &str) -> OpenApi {
    let app = App::new().into_utoipa_app().openapi(Base::openapi());
    let (_, mut api) = app
        .configure(|root| mount(root, features))
        .split_for_parts();
    title.clone_into(&mut api.info.title);
    let components = api.components.get_or_insert_with(Components::new);
    components.add_security_scheme(BEARER, bearer());
    add_shared_problems(&mut api);
    api
}

fn bearer() -> SecurityScheme {
    let mut scheme = Http::new(HttpAuthScheme::Bearer);
    scheme.description =
        Some("The access_token of a log-in or of a completed registration.".to_owned());
    SecurityScheme::Http(scheme)
}
