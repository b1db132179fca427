//! Identifiers in paths.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use domain::item::ItemId;
use domain::job::JobId;
use domain::onboarding::QuestionId;
use domain::session::{SessionId, TokenId};
use domain::user::UserId;
use uuid::Uuid;

use super::precedence::{Judged, in_turn};
use crate::problem::{FieldError, Problem, RequestPart};

/// An identifier that paths hold.
pub(crate) trait PathIdentifier: Sized + 'static {
    /// The name of its parameter.
    const NAME: &'static str;

    /// The identifier.
    fn from_uuid(id: Uuid) -> Self;
}

macro_rules! path_identifier {
    ($($id:ident = $name:literal),+) => {$(
        impl PathIdentifier for $id {
            const NAME: &'static str = $name;

            fn from_uuid(id: Uuid) -> Self {
                Self::from_uuid(id)
            }
        }
    )+};
}

path_identifier!(
    UserId = "user_id",
    SessionId = "id",
    ItemId = "id",
    JobId = "id",
    QuestionId = "id",
    TokenId = "jti"
);

/// An identifier in the path; one that is no UUID is answered 422, and nothing is asked about it (E6).
#[derive(Clone, Copy, Debug)]
pub(crate) struct PathId<T>(pub(crate) T);

impl<T: PathIdentifier> FromRequest for PathId<T> {
    type Error = Problem;
    type Future = Judged<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let text = request.match_info().get(T::NAME).unwrap_or_default();
        let id = Uuid::try_parse(text).map(|id| Self(T::from_uuid(id)));
        in_turn(request, id.map_err(|_| no_uuid(T::NAME)))
    }
}

fn no_uuid(name: &'static str) -> Problem {
    let error = FieldError::in_part(RequestPart::Path, name, "uuid_parsing", "must be a UUID");
    Problem::invalid(vec![error])
}
