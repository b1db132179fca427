//! Replies with header fields that the body demands.

mod idempotent;
mod next_page;
mod tagged;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderValue, REFERRER_POLICY,
};
use serde::Serialize;

pub(crate) use idempotent::{IDEMPOTENCY_REPLAYED, created_json, idempotent_reply, stored_json};
pub(crate) use next_page::link_next_page;
pub(crate) use tagged::{tagged_bytes, tagged_json};

/// What a page of ours may do: show itself and pictures inside it. No script, no form, no frame around it.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// A page with a form may send it to this server besides.
const FORM_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// A mail that is shown as a page belongs to no origin.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/// A JSON reply that holds a token or another secret, which nobody on the way may keep (G5).
pub(crate) fn secret_json(status: StatusCode, body: &impl Serialize) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(body)
}

/// A page without scripts.
pub(crate) fn html_page(html: String) -> HttpResponse {
    under_policy(PAGE_POLICY, html)
}

/// A page with a form and without scripts, whose address may hold a secret.
pub(crate) fn form_page(html: String) -> HttpResponse {
    let mut page = under_policy(FORM_POLICY, html);
    let headers = page.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    page
}

/// The HTML of a mail, so that a browser shows it safely.
pub(crate) fn mail_page(html: String) -> HttpResponse {
    under_policy(MAIL_POLICY, html)
}

fn under_policy(policy: &'static str, html: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)))
        .body(html)
}
