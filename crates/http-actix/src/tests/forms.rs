//! What a form must be.

use actix_web::http::header::CONTENT_TYPE;
use actix_web::post;
use actix_web::test::TestRequest;
use actix_web::web::Json;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use validator::Validate;

use super::stack::{Reply, ask_of, settings};
use crate::extract::{FieldErrors, RequestBody, Required, ValidForm};

#[derive(Debug, Deserialize, ToSchema, Validate)]
struct NoteForm {
    #[schema(value_type = String)]
    #[validate(length(max = 10, message = "must have at most 10 characters"))]
    text: Required<String>,
    #[schema(value_type = String)]
    author: Required<String>,
    place: Option<String>,
}

impl RequestBody for NoteForm {
    type Parsed = (String, String, Option<String>);

    fn parse(self, errors: &mut FieldErrors) -> Option<Self::Parsed> {
        let text = errors.given("text", self.text);
        let author = errors.given("author", self.author);
        Some((text?, author?, self.place))
    }
}

type Note = (String, String, Option<String>);

#[utoipa::path(responses((status = 200)))]
#[post("/notes")]
async fn note(form: ValidForm<NoteForm>) -> Json<Note> {
    Json(form.into_inner())
}

async fn post_form(media_type: Option<&str>, body: impl Into<Vec<u8>>) -> Reply {
    let mut request = TestRequest::post().uri("/notes").set_payload(body.into());
    if let Some(media_type) = media_type {
        request = request.insert_header((CONTENT_TYPE, media_type));
    }
    let routes = |config: &mut ServiceConfig<'_>| {
        config.service(note);
    };
    ask_of(settings("http://api.example"), routes, request).await
}

const URL_ENCODED: Option<&str> = Some("application/x-www-form-urlencoded");
const PARTS: Option<&str> = Some("multipart/form-data; boundary=\"line\"");

fn parts(fields: &[(&str, &str)]) -> String {
    let part = |(name, value): &(&str, &str)| {
        format!("--line\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    fields.iter().map(part).collect::<String>() + "--line--\r\n"
}

#[track_caller]
fn assert_fields(reply: &Reply, expected: &[(&str, &str)]) {
    reply.assert_problem(422, "validation_failed");
    let problem = reply.json();
    let errors = problem["errors"].as_array().unwrap().iter();
    let found: Vec<_> = errors
        .map(|it| (it["loc"].clone(), it["type"].clone()))
        .collect();
    let expected = expected
        .iter()
        .map(|(field, kind)| (json!(["body", field]), json!(kind)));
    assert_eq!(found, expected.collect::<Vec<_>>());
}

#[actix_web::test]
async fn both_encodings_say_the_same() {
    let encoded = post_form(URL_ENCODED, "text=a%26b+c&author=%C3%A9&place=&unknown=1").await;
    let fields = [
        ("text", "a&b c"),
        ("author", "é"),
        ("place", ""),
        ("unknown", "1"),
    ];
    let in_parts = post_form(PARTS, parts(&fields)).await;

    assert_eq!(encoded.json(), json!(["a&b c", "é", ""]));
    assert_eq!(in_parts.json(), encoded.json());
}

#[actix_web::test]
async fn all_broken_rules_are_told_at_once() {
    for reply in [
        post_form(URL_ENCODED, "text=far+too+long+a+text").await,
        post_form(PARTS, parts(&[("text", "far too long a text")])).await,
    ] {
        assert_fields(&reply, &[("text", "length"), ("author", "missing")]);
    }
}

#[actix_web::test]
async fn json_and_nothing_at_all_have_no_form_fields() {
    let json = r#"{"text": "a", "author": "b"}"#;
    for reply in [
        post_form(Some("application/json"), json).await,
        post_form(None, "").await,
        post_form(URL_ENCODED, "").await,
    ] {
        assert_fields(&reply, &[("text", "missing"), ("author", "missing")]);
    }
}

#[actix_web::test]
async fn a_field_that_comes_twice_is_refused() {
    let reply = post_form(URL_ENCODED, "text=a&text=b&author=c").await;

    assert_fields(&reply, &[("text", "duplicate")]);
}

// G1
#[actix_web::test]
async fn other_types_are_415() {
    for media_type in [
        "text/plain",
        "",
        "multipart/form-data",
        "multipart/mixed; boundary=line",
    ] {
        let reply = post_form(Some(media_type), "text=a&author=b").await;
        reply.assert_problem(415, "unsupported_media_type");
    }
}

// G4
#[actix_web::test]
async fn parts_that_are_cut_off_or_broken_are_400() {
    let whole = parts(&[("text", "a"), ("author", "b")]);
    for body in [
        "",
        "no parts",
        &whole[..whole.len() - 20],
        "--line\r\n: x\r\n\r\n",
    ] {
        post_form(PARTS, body)
            .await
            .assert_problem(400, "bad_request");
    }
}

// G1
#[actix_web::test]
async fn a_form_may_have_64_kib_and_no_more() {
    let sized = |bytes: usize| format!("text=a&author={}", "b".repeat(bytes - 14));

    assert_eq!(post_form(URL_ENCODED, sized(64 * 1024)).await.status, 200);
    let reply = post_form(URL_ENCODED, sized(64 * 1024 + 1)).await;
    reply.assert_problem(413, "payload_too_large");
}
