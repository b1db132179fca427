//! The pages that the `type` of a problem leads to.

use actix_web::test::TestRequest;

use super::stack::{Reply, ask_of, settings};
use crate::error_pages;
use crate::problem::ErrorCode;

async fn page(path: &str) -> Reply {
    ask_of(
        settings("http://api.example"),
        error_pages::routes,
        TestRequest::with_uri(path),
    )
    .await
}

#[actix_web::test]
async fn every_code_has_its_page() {
    // G4
    for code in ErrorCode::ALL {
        let reply = page(&format!("/docs/errors/{}", code.as_str())).await;
        assert_eq!(reply.status, 200);
        assert!(reply.text().contains(code.as_str()));
        assert!(!reply.header("content-security-policy").contains("script"));
    }
}

#[actix_web::test]
async fn the_list_leads_to_every_page() {
    let list = page("/docs/errors").await.text();

    for code in ErrorCode::ALL {
        assert!(list.contains(&format!("href=\"/docs/errors/{}\"", code.as_str())));
    }
}

#[actix_web::test]
async fn an_unknown_code_is_404() {
    page("/docs/errors/no_such_code")
        .await
        .assert_problem(404, "not_found");
}
