//! Puts the document together.

use actix_web::App;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::AppExt;

use super::conditions::{add_conditions, add_not_modified};
use super::examples::add_examples;
use super::problem_examples::fit_problem_examples;
use super::problems::add_shared_problems;
use super::rates::add_rate_fields;
use super::security::add_security;
use super::sole_fields::describe_sole_fields;
use crate::app::mount;
use crate::problem::ProblemDocument;

/// Which optional routes exist.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Features {
    /// The document itself and the Swagger UI.
    pub(crate) docs: bool,
    /// The built-in mailbox.
    pub(crate) mailbox: bool,
    /// Accounts for tests, made without leave.
    pub(crate) private_users: bool,
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Portico",
        description = "Accounts, sessions and items over HTTP. Every error is a problem document (RFC 9457) whose `code` is stable and whose `type` leads to a page about it. A path answers a method that it is not listed with here with 405 `method_not_allowed`, and the field `Allow` names those that it has: every GET is a HEAD as well, and OPTIONS names them, too. A path that is not listed is 404 `not_found`.",
    ),
    components(schemas(ProblemDocument)),
    tags(
        (name = "registration", description = "An account in four steps"),
        (name = "login", description = "Log-in with the password grant of OAuth2"),
        (name = "auth", description = "Log-in, sessions and tokens"),
        (name = "users", description = "Accounts"),
        (name = "items", description = "A resource that belongs to a user"),
        (name = "onboarding", description = "Questions for new users, and each user's answers"),
        (name = "utils", description = "Does the server work?"),
        (name = "admin", description = "For superusers: background jobs and the audit log"),
        (name = "pages", description = "For people: the start page, and where links in mails lead"),
        (name = "health", description = "For operators and load balancers"),
        (name = "docs", description = "The documentation itself"),
        (name = "private", description = "Only in development: accounts for tests"),
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
            private_users: true,
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
    add_shared_problems(&mut api);
    add_conditions(&mut api);
    add_security(&mut api);
    add_rate_fields(&mut api);
    add_not_modified(&mut api);
    fit_problem_examples(&mut api);
    add_examples(&mut api);
    describe_sole_fields(&mut api);
    api
}
