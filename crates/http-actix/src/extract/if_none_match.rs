//! Which replies a client has already (RFC 9110 §13.1.2).

use actix_web::HttpRequest;
use actix_web::http::header::IF_NONE_MATCH;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use super::tag_list::TagList;
use crate::entity_tag::EntityTag;
use crate::openapi::header_parameter;

/// `If-None-Match` of a read. Compared weakly: a proxy on the way may have weakened the tag.
#[derive(Clone, Debug)]
pub(crate) struct IfNoneMatch(Option<TagList>);

impl IfNoneMatch {
    /// What this request has.
    pub(crate) fn of(request: &HttpRequest) -> Self {
        Self(TagList::of(request.headers(), IF_NONE_MATCH))
    }

    /// Whether the client has the reply of this tag.
    pub(crate) fn lists(&self, tag: &EntityTag) -> bool {
        match &self.0 {
            None => false,
            Some(TagList::Any) => true,
            Some(TagList::Tags(tags)) => tags.iter().any(|listed| listed.tag == *tag),
        }
    }
}

impl IntoParams for IfNoneMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![header_parameter(
            IF_NONE_MATCH.as_str(),
            "The tags of the replies that the client has; 304 when one of them is still right.",
            "\"3\"",
        )]
    }
}
