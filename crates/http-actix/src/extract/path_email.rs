//! Addresses in paths.

use actix_web::dev::Payload;
use actix_web::web::Path;
use actix_web::{FromRequest, HttpRequest};
use domain::user::Email;

use super::field_value::{FieldValue, Violation};
use super::precedence::{Judged, in_turn};
use crate::problem::{FieldError, Problem, RequestPart};

const NAME: &str = "email";

/// The address in the path, percent-decoded; one that is none is answered 422.
#[derive(Clone, Debug)]
pub(crate) struct PathEmail(pub(crate) Email);

impl FromRequest for PathEmail {
    type Error = Problem;
    type Future = Judged<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let text = Path::<String>::from_request(request, payload).into_inner();
        // What is not UTF-8 is no address either.
        let text = text.map_or_else(|_| String::new(), Path::into_inner);
        let email = Email::parse_field(&text).map(Self);
        in_turn(request, email.map_err(no_address))
    }
}

fn no_address(violation: Violation) -> Problem {
    let Violation { kind, message } = violation;
    let error = FieldError::in_part(RequestPart::Path, NAME, kind, message);
    Problem::invalid(vec![error])
}
