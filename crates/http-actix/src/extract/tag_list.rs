//! Lists of entity tags in conditional requests (RFC 9110 §13.1).

use actix_web::http::header::{HeaderMap, HeaderName};

use crate::entity_tag::EntityTag;

/// What `If-Match` or `If-None-Match` lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TagList {
    /// `*`: whatever there is.
    Any,
    /// These. What is no tag is left out, so that it never matches.
    Tags(Vec<ListedTag>),
}

/// One tag of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListedTag {
    /// Whether it only says that two replies mean the same (`W/`).
    pub(super) is_weak: bool,
    /// The tag.
    pub(super) tag: EntityTag,
}

impl TagList {
    /// The list in these fields; `None` when there is no such field. Several fields are one list.
    pub(super) fn of(headers: &HeaderMap, name: HeaderName) -> Option<Self> {
        let values = headers.get_all(name).map(|value| value.to_str());
        let values: Vec<&str> = values.map(Result::unwrap_or_default).collect();
        match values.as_slice() {
            [] => None,
            [any] if any.trim() == "*" => Some(Self::Any),
            lists => Some(Self::Tags(
                lists.iter().flat_map(|list| tags(list)).collect(),
            )),
        }
    }
}

/// The tags of one field. A tag may hold commas, so the list cannot be split at them.
fn tags(list: &str) -> Vec<ListedTag> {
    let mut found = Vec::new();
    let mut rest = list;
    while let Some((before, after)) = rest.split_once('"') {
        let Some((opaque, after)) = after.split_once('"') else {
            break;
        };
        let sign = before.trim_matches([' ', '\t', ',']);
        if matches!(sign, "" | "W/") {
            found.push(ListedTag {
                is_weak: !sign.is_empty(),
                tag: EntityTag::around(opaque),
            });
        }
        rest = after;
    }
    found
}
