//! Every error is a problem (G4).

use super::stack::get;
use crate::problem::ErrorCode;

#[actix_web::test]
async fn a_problem_says_what_where_and_under_which_id() {
    // G4
    let reply = get("/nowhere?token=secret").await;

    reply.assert_problem(404, "not_found");
    let problem = reply.json();
    assert_eq!(problem["type"], "http://api.example/docs/errors/not_found");
    assert_eq!(problem["instance"], "/nowhere");
    assert!(problem.get("errors").is_none());
}

#[actix_web::test]
async fn a_panic_is_answered_and_tells_nothing() {
    // G4
    let reply = get("/panics").await;

    reply.assert_problem(500, "internal_error");
    assert!(!reply.text().contains("secret"));
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
}

#[actix_web::test]
async fn an_error_of_the_framework_loses_its_words() {
    // G4
    let reply = get("/foreign-error").await;

    reply.assert_problem(500, "internal_error");
    assert!(!reply.text().contains("SELECT"));
}

#[actix_web::test]
async fn a_handler_that_takes_too_long_is_given_up() {
    // G2, G10
    let reply = get("/sleeps").await;

    reply.assert_problem(503, "timeout");
    assert!(reply.header("retry-after").parse::<u64>().unwrap() > 0);
}

#[actix_web::test]
async fn retry_after_is_rounded_up_to_whole_seconds() {
    // G10
    let reply = get("/busy").await;

    reply.assert_problem(503, "overloaded");
    assert_eq!(reply.header("retry-after"), "3");
}

#[test]
fn every_code_has_one_name_and_a_status_of_an_error() {
    for code in ErrorCode::ALL {
        assert_eq!(ErrorCode::find(code.as_str()), Some(*code));
        assert!((400..600).contains(&code.status()), "{}", code.as_str());
        assert!(!code.title().is_empty() && !code.detail().is_empty() && !code.advice().is_empty());
    }
}
