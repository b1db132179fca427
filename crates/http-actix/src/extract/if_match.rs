//! What a client says that it has seen of a resource before it changes it (RFC 9110 §13.1.1).

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::IF_MATCH;
use actix_web::{FromRequest, HttpRequest};
use domain::version::Precondition;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use super::tag_list::{ListedTag, TagList};
use crate::openapi::header_parameter;

/// `If-Match` as the domain judges it, inside the write: a resource of another version is 412. Compared strongly: a
/// weak tag, or one that is none of ours, never matches. `*` demands no more than what every write does: that the
/// resource is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IfMatch(pub(crate) Precondition);

impl FromRequest for IfMatch {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let precondition = match TagList::of(request.headers(), IF_MATCH) {
            None | Some(TagList::Any) => Precondition::None,
            Some(TagList::Tags(tags)) => {
                let strong = tags.iter().filter(|listed| !listed.is_weak);
                let version = |listed: &ListedTag| listed.tag.version();
                Precondition::OneOf(strong.filter_map(version).collect())
            }
        };
        ready(Ok(Self(precondition)))
    }
}

impl IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![header_parameter(
            IF_MATCH.as_str(),
            "Change only what these tags show; 412 when it has changed meanwhile.",
            "\"3\"",
        )]
    }
}
