//! Where a list goes on (RFC 8288).

use actix_web::http::header::{HeaderValue, LINK};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};

use crate::request_context::RequestContext;

/// Adds `Link: <..>; rel="next"` to a page: this route again, with this query. Links start with the public address,
/// never with what a client calls the host (F11r).
pub(crate) fn link_next_page(
    mut page: HttpResponse,
    request: &HttpRequest,
    query: &[(&str, &str)],
) -> HttpResponse {
    let route = request.match_pattern().unwrap_or_default();
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(query)
        .finish();
    let extensions = request.extensions();
    let context = extensions.get::<RequestContext>();
    let address = context.map(|context| context.address_of(&format!("{route}?{query}")));
    let link = address.map(|address| HeaderValue::from_str(&format!("<{address}>; rel=\"next\"")));
    if let Some(Ok(link)) = link {
        page.headers_mut().insert(LINK, link);
    }
    page
}
