//! What shows whoever set the server up that it works.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Json};
use actix_web::{Responder, get, post};
use application::mail::SendTestMail;
use domain::user::Email;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::extract::{FieldErrors, QueryParameters, RequestQuery, Superuser, ValidQuery};
use crate::message::Message;
use crate::openapi::{documented_problems, query_parameter};
use crate::problem::Problem;
use crate::task::run_to_completion;

/// Adds the routes, below `/api/v1`.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(test_email).service(health_check);
}

documented_problems! {
    /// Why no mail is sent.
    TestEmailProblems: InsufficientPrivileges
}

/// Where to send a test mail.
struct Recipient;

impl RequestQuery for Recipient {
    type Parsed = Email;

    fn parse(query: &QueryParameters, errors: &mut FieldErrors) -> Option<Email> {
        query.required("email_to", errors)
    }
}

impl utoipa::IntoParams for Recipient {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let email = ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Email)));
        let mut email_to = query_parameter("email_to", "The address to send it to.", email);
        email_to.required = Required::True;
        vec![email_to]
    }
}

/// Test Email
///
/// Sends a mail that says that mail works. For superusers.
#[utoipa::path(
    tag = "utils",
    operation_id = "utils-test_email",
    security(("BearerAuth" = [])),
    params(Recipient),
    responses((status = 201, description = "A mail is on its way", body = Message), TestEmailProblems),
)]
#[post("/utils/test-email/")]
async fn test_email(
    _superuser: Superuser,
    recipient: ValidQuery<Recipient>,
    send: Data<SendTestMail>,
) -> Result<impl Responder, Problem> {
    let (send, to) = (send.get_ref().clone(), recipient.into_inner());
    run_to_completion(async move { send.execute(&to).await }).await?;
    Ok((Json(Message::new("Test email sent")), StatusCode::CREATED))
}

/// Health Check
///
/// Whether anybody answers. `/readyz` says whether the server can do its work.
#[utoipa::path(
    tag = "utils",
    operation_id = "utils-health_check",
    responses((status = 200, description = "Yes", body = bool, content_type = "application/json", example = json!(true))),
)]
#[get("/utils/health-check/")]
async fn health_check() -> Json<bool> {
    Json(true)
}
