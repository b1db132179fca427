//! The start page, and the pages that links in mails lead to.

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::test::TestRequest;
use actix_web::web::Data;
use application::EmailChangeMode;
use serde_json::json;

use super::post::Post;
use super::stack::{Reply, ask_of, settings};
use super::users::{NEW_PASSWORD, PASSWORD, a_person, logs_in};
use super::world::{World, a_world, a_world_of, to};
use crate::pages;
use crate::settings::HttpSettings;

const KIM: &str = "kim@example.com";

async fn a_world_with_post() -> (World, Arc<Post>) {
    let mut post = None;
    let world = a_world_of(|ports, policies| {
        post = Some(Post::of(ports));
        policies.accounts.email_change = EmailChangeMode::Confirmed;
    })
    .await;
    (world, post.unwrap())
}

async fn open(world: &World, address: &str) -> Reply {
    world.send(TestRequest::with_uri(address)).await
}

/// Sends a page's form, as a browser does from a page without a referrer.
async fn submit(world: &World, address: &str, form: &[(&str, &str)]) -> Reply {
    let request = TestRequest::with_uri(address).method(Method::POST);
    let request = request.insert_header(("origin", "null")).set_form(form);
    world.send(request).await
}

async fn recovery_link(world: &World, post: &Post) -> String {
    let path = format!("/password-recovery/{KIM}");
    world.send(to(Method::POST, &path)).await;
    world.do_jobs().await;
    format!("/reset-password?token={}", post.secret("récupération", KIM))
}

// G5, F9r
#[actix_web::test]
async fn a_page_with_a_form_runs_nothing_leaks_nothing_and_is_not_framed() {
    let world = a_world().await;
    for address in [
        "/reset-password?token=secret",
        "/undo-email-change/?token=secret",
    ] {
        let page = open(&world, address).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        let policy = page.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("script-src"));
        let html = page.text();
        assert!(html.contains("<form") && !html.contains("<script") && !html.contains("secret"));
    }
}

// F9r
#[actix_web::test]
async fn opening_a_recovery_link_consumes_nothing_and_its_form_sets_the_password() {
    let (world, post) = a_world_with_post().await;
    a_person(&world, KIM).await;
    let link = recovery_link(&world, &post).await;
    for _ in 0..3 {
        assert_eq!(open(&world, &link).await.status, 200);
    }

    let done = submit(&world, &link, &[("new_password", NEW_PASSWORD)]).await;

    assert_eq!(done.status, 200);
    assert!(
        done.text().contains("Your password is set"),
        "{}",
        done.text()
    );
    assert_eq!(done.header("access-control-allow-origin"), "");
    assert!(logs_in(&world, KIM, NEW_PASSWORD).await);
}

#[actix_web::test]
async fn a_password_that_breaks_a_rule_is_asked_for_again() {
    let (world, post) = a_world_with_post().await;
    a_person(&world, KIM).await;
    let link = recovery_link(&world, &post).await;

    for (form, words) in [
        (&[("new_password", "short")][..], "at least 8 characters"),
        (&[("new_password", "password123")], "less common"),
        (&[], "is required"),
    ] {
        let page = submit(&world, &link, form).await;
        assert_eq!(page.status, 200);
        let html = page.text();
        assert!(html.contains(words) && html.contains("<form"), "{html}");
    }
    assert!(logs_in(&world, KIM, PASSWORD).await);
    let done = submit(&world, &link, &[("new_password", NEW_PASSWORD)]).await;
    assert!(done.text().contains("Your password is set"));
}

#[actix_web::test]
async fn a_link_that_does_not_work_says_what_to_do() {
    let world = a_world().await;
    for address in [
        "/reset-password",
        "/reset-password?token=",
        "/reset-password?token=%3Cb%3E",
        "/undo-email-change?token=0",
        "/undo-email-change",
    ] {
        let page = submit(&world, address, &[("new_password", NEW_PASSWORD)]).await;
        assert_eq!(page.status, 200, "{address}");
        let html = page.text();
        assert!(
            html.contains("This link does not work") && !html.contains("<b>"),
            "{html}"
        );
    }
}

#[actix_web::test]
async fn what_is_no_form_gets_the_problem_that_it_is() {
    let world = a_world().await;
    let request = TestRequest::with_uri("/reset-password").method(Method::POST);
    let request = request.insert_header(("content-type", "text/plain"));

    let reply = world.send(request.set_payload("new_password=x")).await;

    reply.assert_problem(415, "unsupported_media_type");
}

// F7r
#[actix_web::test]
async fn opening_an_undo_link_consumes_nothing_and_its_form_takes_the_change_back() {
    let (world, post) = a_world_with_post().await;
    let kim = a_person(&world, KIM).await;
    let wish = json!({"email": "kim@new.example.com", "current_password": PASSWORD});
    world.patch(&kim, "/users/me", &wish).await;
    world.do_jobs().await;
    let link = format!("/undo-email-change?token={}", post.secret("notice", KIM));

    assert_eq!(open(&world, &link).await.status, 200);
    let pending = &world.get(&kim, "/users/me").await.json()["pending_email"];
    assert_eq!(pending, "kim@new.example.com");
    let done = submit(&world, &link, &[]).await;

    assert!(
        done.text().contains("The old address is"),
        "{}",
        done.text()
    );
    world
        .get(&kim, "/users/me")
        .await
        .assert_problem(401, "invalid_token");
}

async fn home(settings: HttpSettings) -> Reply {
    let data = Data::new(settings.clone());
    let routes = |config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>| {
        config.app_data(data);
        pages::routes(config);
    };
    ask_of(settings, routes, TestRequest::with_uri("/")).await
}

// G11
#[actix_web::test]
async fn the_start_page_names_the_product_and_leads_to_the_docs_where_there_are_some() {
    let named = HttpSettings {
        project_name: "Salt & <Pepper>".to_owned(),
        ..settings("https://api.example")
    };
    let page = home(named.clone()).await;

    assert_eq!(page.status, 200);
    assert!(
        page.text().contains("<h1>Salt &amp; &lt;Pepper&gt;</h1>"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("href=\"/docs\""));
    assert!(
        page.header("content-security-policy")
            .contains("form-action 'none'")
    );
    let closed = HttpSettings {
        docs_enabled: false,
        ..named
    };
    assert!(!home(closed).await.text().contains("href"));
}
