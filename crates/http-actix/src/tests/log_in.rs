//! What refused log-ins are told (C1, C3).

use std::time::Duration;

use actix_web::ResponseError;
use application::UseCaseError;
use application::sessions::LogInRefusal;
use domain::throttle::Throttled;

use crate::login::told_apart;
use crate::problem::Problem;

const THROTTLED: LogInRefusal = LogInRefusal::Throttled(Throttled {
    retry_after: Duration::from_millis(1500),
});

fn said(problem: &Problem) -> (u16, &'static str) {
    (problem.status_code().as_u16(), problem.code().as_str())
}

// C1
#[test]
fn a_disabled_account_is_told_what_a_wrong_password_is() {
    let answers = [LogInRefusal::InvalidCredentials, LogInRefusal::Disabled]
        .map(|refusal| said(&Problem::from(refusal)));

    assert_eq!(answers, [(401, "invalid_credentials"); 2]);
}

// C1
#[test]
fn the_templates_clients_are_told_apart_what_they_branch_on() {
    for (refusal, status, code, detail) in [
        (
            LogInRefusal::InvalidCredentials,
            400,
            "incorrect_credentials",
            "Incorrect email or password",
        ),
        (
            LogInRefusal::Disabled,
            400,
            "inactive_user",
            "Inactive user",
        ),
    ] {
        let problem = told_apart(UseCaseError::Refused(refusal));
        assert_eq!(said(&problem), (status, code));
        assert_eq!(problem.code().detail(), detail);
    }
}

// C3, G10
#[test]
fn a_throttled_log_in_is_429_and_says_when_to_come_back() {
    for problem in [
        Problem::from(THROTTLED),
        told_apart(UseCaseError::Refused(THROTTLED)),
    ] {
        assert_eq!(said(&problem), (429, "too_many_requests"));
        let reply = problem.error_response();
        assert_eq!(reply.headers().get("retry-after").unwrap(), "2");
    }
}
