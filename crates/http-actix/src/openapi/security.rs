//! How clients prove who they are, and what they are given anew on the way.

use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{
    Flow, Http, HttpAuthScheme, OAuth2, Password, Scopes, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{Components, OpenApi, Type};

use super::header::{add_to_every_reply, header};
use super::operations::operations;
use crate::token_delivery::{X_ACCESS_TOKEN, X_ACCESS_TOKEN_EXPIRES_AT};

/// The name that operations refer to.
const BEARER: &str = "BearerAuth";
/// The same token, and a way for Swagger UI's Authorize to get it; the template's name.
const PASSWORD_FLOW: &str = "OAuth2PasswordBearer";
const TOKEN_URL: &str = "/api/v1/login/access-token";

/// Operations that take a token in any state, and answer with no other than what they are for.
const NEVER_RENEWING: &[&str] = &["auth-refresh", "auth-logout"];

/// Adds the schemes; gives every operation that names one of them both, and the fields of a renewal.
pub(super) fn add_security(api: &mut OpenApi) {
    let components = api.components.get_or_insert_with(Components::new);
    components.add_security_scheme(BEARER, bearer());
    components.add_security_scheme(PASSWORD_FLOW, password_flow());
    let all = api.paths.paths.values_mut().flat_map(operations);
    for operation in all.filter(|operation| operation.security.is_some()) {
        operation.security = Some(vec![by(PASSWORD_FLOW), by(BEARER)]);
        if !never_renews(operation) {
            add_renewal_fields(operation);
        }
    }
}

fn bearer() -> SecurityScheme {
    let mut scheme = Http::new(HttpAuthScheme::Bearer);
    scheme.description =
        Some("The access_token of a log-in or of a completed registration.".to_owned());
    SecurityScheme::Http(scheme)
}

fn password_flow() -> SecurityScheme {
    let flow = Flow::Password(Password::new(TOKEN_URL, Scopes::new()));
    SecurityScheme::OAuth2(OAuth2::with_description(
        [flow],
        "Gets an access token for an e-mail address or a username and its password.",
    ))
}

fn by(scheme: &str) -> SecurityRequirement {
    SecurityRequirement::new(scheme, [""; 0])
}

fn never_renews(operation: &Operation) -> bool {
    let id = operation.operation_id.as_deref();
    id.is_some_and(|id| NEVER_RENEWING.contains(&id))
}

fn add_renewal_fields(operation: &mut Operation) {
    let token = header(
        Type::String,
        "Only when the token of the request had expired: the one to use from now on.",
    );
    let expires_at = header(Type::String, "When that token expires (RFC 3339).");
    let responses = &mut operation.responses;
    add_to_every_reply(responses, X_ACCESS_TOKEN.as_str(), &token);
    add_to_every_reply(responses, X_ACCESS_TOKEN_EXPIRES_AT.as_str(), &expires_at);
}
