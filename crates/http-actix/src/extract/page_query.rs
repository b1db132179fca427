//! Which part of a list a request wants.

use domain::page::{PageLimit, PageRequest, PageStart};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use super::cursor::position_at;
use super::{FieldErrors, QueryParameters, RequestQuery, Violation};
use crate::openapi::query_parameter;

/// Most rows that can be skipped.
const MOST_SKIPPED: u32 = i32::MAX as u32;

/// `skip`, `limit` and `cursor` of a list. A cursor wins over `skip`, which must be a number all the same.
#[derive(Debug)]
pub(crate) struct PageQuery;

impl RequestQuery for PageQuery {
    type Parsed = PageRequest;

    fn parse(query: &QueryParameters, errors: &mut FieldErrors) -> Option<PageRequest> {
        let skip = query.number("skip", 0..=MOST_SKIPPED, errors);
        let mut page = CursorQuery::parse(query, errors)?;
        if let PageStart::Skip(rows) = &mut page.start {
            *rows = skip.unwrap_or(0);
        }
        Some(page)
    }
}

/// `limit` and `cursor` of a list in which nothing is skipped: far from its start that would be slow.
#[derive(Debug)]
pub(crate) struct CursorQuery;

impl RequestQuery for CursorQuery {
    type Parsed = PageRequest;

    fn parse(query: &QueryParameters, errors: &mut FieldErrors) -> Option<PageRequest> {
        let limit = query.number("limit", 0..=u32::from(PageLimit::MAX), errors);
        let limit = limit.and_then(|rows| PageLimit::new(u16::try_from(rows).ok()?).ok());
        Some(PageRequest {
            start: start_at(query, errors).unwrap_or(PageStart::Skip(0)),
            limit: limit.unwrap_or(PageLimit::DEFAULT),
        })
    }
}

fn start_at(query: &QueryParameters, errors: &mut FieldErrors) -> Option<PageStart> {
    let position = position_at(query.text("cursor")?);
    if position.is_none() {
        let message = "must be the next_cursor of a page";
        errors.add("cursor", Violation::new("cursor", message));
    }
    position.map(PageStart::After)
}

impl IntoParams for PageQuery {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let skip = number(MOST_SKIPPED, 0);
        let skip_is = "Begin after this many rows; it does not count beside a `cursor`.";
        let mut parameters = vec![query_parameter("skip", skip_is, skip)];
        parameters.extend(CursorQuery::into_params(place));
        parameters
    }
}

impl IntoParams for CursorQuery {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let limit = number(PageLimit::MAX.into(), PageLimit::DEFAULT.get().into());
        let cursor = ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1));
        let cursor_is = "Begin after the page whose `next_cursor` this is. Rows that are added meanwhile neither \
                         repeat nor hide one.";
        vec![
            query_parameter("limit", "How many rows to give at the most.", limit),
            query_parameter("cursor", cursor_is, cursor),
        ]
    }
}

fn number(most: u32, default: u32) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(0))
        .maximum(Some(most))
        .default(Some(default.into()))
}
