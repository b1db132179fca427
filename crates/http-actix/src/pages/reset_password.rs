//! `/reset-password`, where a recovery link leads when there is no front end.

use std::fmt::Write;

use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use application::recovery::UseCases;
use domain::password::Password;
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::link_query::LinkQuery;
use super::outcome::{done, refused};
use crate::extract::{
    AccountPassword, FieldErrors, Origin, RequestBody, Required, ValidForm, ValidQuery,
};
use crate::html::{escape, page};
use crate::openapi::documented_problems;
use crate::problem::{ErrorCode, Problem};
use crate::recovery::set_password;
use crate::reply::form_page;

const TITLE: &str = "Set a new password";

documented_problems! {
    /// Why nothing can be said on a page.
    SubmitProblems: Overloaded
}

/// What the form holds. Its address holds the link's secret.
#[derive(Deserialize, ToSchema, Validate)]
#[schema(as = ResetPasswordForm)]
pub(super) struct Form {
    /// The new password.
    #[schema(value_type = String, min_length = 8, max_length = 128, format = Password, example = "quiet-harbour-17")]
    new_password: Required<String>,
}

impl RequestBody for Form {
    type Parsed = Password;

    fn parse(self, errors: &mut FieldErrors) -> Option<Password> {
        let AccountPassword(password) = errors.required("new_password", self.new_password)?;
        Some(password)
    }
}

/// Page of a recovery link
///
/// A form for the new password. To open it consumes nothing, and tells nothing about the link.
#[utoipa::path(
    tag = "pages",
    operation_id = "pages-show_reset_password",
    params(LinkQuery),
    responses((status = 200, description = "The page", content_type = "text/html", body = String)),
)]
#[get("/reset-password")]
pub(super) async fn show_form() -> HttpResponse {
    form_page(form(&[]))
}

/// Form of a recovery link
///
/// Sets the password as `login-reset_password` does, and says on a page what became of it.
#[utoipa::path(
    tag = "pages",
    operation_id = "pages-submit_reset_password",
    params(LinkQuery),
    request_body(content = Form, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "What became of it", content_type = "text/html", body = String),
        SubmitProblems,
    ),
)]
#[post("/reset-password")]
pub(super) async fn submit_form(
    link: ValidQuery<LinkQuery>,
    form: Result<ValidForm<Form>, Problem>,
    origin: Origin,
    recovery: Data<UseCases>,
) -> Result<HttpResponse, Problem> {
    let token = link.into_inner();
    let outcome = match form {
        Ok(form) => set_password(&recovery, &token, form.into_inner(), origin).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(()) => Ok(done(
            "Your password is set",
            "Log in with the new password.",
        )),
        Err(problem) => asked_again(problem),
    }
}

fn asked_again(problem: Problem) -> Result<HttpResponse, Problem> {
    if problem.code() == ErrorCode::ValidationFailed {
        Ok(form_page(form(&problem.field_messages())))
    } else {
        refused(problem)
    }
}

/// The form, and what was wrong with the password before. It is sent to the page's own address.
fn form(wrong: &[&str]) -> String {
    let mut main = format!("<h1>{TITLE}</h1>\n");
    for message in wrong {
        // Writing to a String cannot fail.
        let _ = writeln!(
            main,
            "<p class=\"alert\" role=\"alert\">{}</p>",
            escape(message)
        );
    }
    main.push_str(
        "<form class=\"card\" method=\"post\">\n<label for=\"new_password\">New password</label>\n\
         <input id=\"new_password\" name=\"new_password\" type=\"password\" autocomplete=\"new-password\" \
         minlength=\"8\" required autofocus>\n<button>Set password</button>\n</form>\n\
         <p class=\"faint\">Every session of the account ends.</p>",
    );
    page(TITLE, &main)
}
