//! What a client says that it has seen of a resource before it changes it (RFC 9110 §13.1.1).

use std::convert::Infallible;
use std::fmt::Display;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::IF_MATCH;
use actix_web::{FromRequest, HttpRequest};
use domain::version::{Precondition, Version};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use super::tag_list::TagList;
use crate::entity_tag::EntityTag;
use crate::openapi::header_parameter;

/// `If-Match` as the domain judges it, inside the write: a resource of another version is 412. Compared strongly: a
/// weak tag, or one that is none of ours, never matches. `*` demands no more than what every write does: that the
/// resource is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IfMatch(pub(crate) Precondition, Option<TagList>);

impl IfMatch {
    /// The same about something whose tags name this id.
    pub(crate) fn of(&self, id: impl Display) -> Precondition {
        judged(self.1.as_ref(), |tag| tag.version_of(&id))
    }
}

impl FromRequest for IfMatch {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let tags = TagList::of(request.headers(), IF_MATCH);
        ready(Ok(Self(judged(tags.as_ref(), EntityTag::version), tags)))
    }
}

fn judged(tags: Option<&TagList>, version: impl Fn(&EntityTag) -> Option<Version>) -> Precondition {
    match tags {
        None | Some(TagList::Any) => Precondition::None,
        Some(TagList::Tags(tags)) => {
            let strong = tags.iter().filter(|listed| !listed.is_weak);
            Precondition::OneOf(strong.filter_map(|listed| version(&listed.tag)).collect())
        }
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
