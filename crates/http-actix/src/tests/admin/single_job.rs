//! One job, tried again or called off.

use std::time::Duration;

use domain::job::JobOutcome;
use serde_json::json;

use super::super::world::a_world;
use super::{a_dead_job, a_mail, end_tries, keep};

const NOBODY: &str = "01935f4e-7c2a-7b10-8a55-3d2c1b0a9f8e";

// I4
#[actix_web::test]
async fn a_job_shows_every_try_that_failed() {
    let world = a_world().await;
    let root = world.superuser().await;
    let id = keep(&world, a_mail(&world)).await;
    for error in ["451 busy", "421 gone"] {
        let later = JobOutcome::Retry {
            run_at: world.now(),
            error: error.to_owned(),
        };
        end_tries(&world, &later).await;
        world.clock.advance(Duration::from_secs(1));
    }

    let job = world.get(&root, &format!("/admin/jobs/{id}")).await.json();

    assert_eq!(job["id"], id.to_string());
    assert_eq!(
        job["errors"],
        json!([
            {"attempt": 1, "at": "2026-01-02T03:04:05.678901Z", "error": "451 busy"},
            {"attempt": 2, "at": "2026-01-02T03:04:06.678901Z", "error": "421 gone"},
        ])
    );
    assert_eq!(job["last_error"], "421 gone");
}

// I4
#[actix_web::test]
async fn a_dead_job_is_queued_again_and_can_be_claimed() {
    let world = a_world().await;
    let root = world.superuser().await;
    let id = a_dead_job(&world).await;
    let retry = format!("/admin/jobs/{id}/retry");

    let job = world.post(&root, &retry, &json!({})).await;

    assert_eq!(job.status, 200, "{}", job.text());
    assert_eq!(job.json()["state"], "queued");
    assert_eq!(job.json()["attempts"], 0);
    assert_eq!(job.json()["finished_at"], json!(null));
    let again = world.post(&root, &retry, &json!({})).await;
    assert_eq!(again.status, 200, "{}", again.text());
    end_tries(&world, &JobOutcome::Succeeded).await;
    let done = world.get(&root, &format!("/admin/jobs/{id}")).await;
    assert_eq!(done.json()["state"], "succeeded");
    let done = world.post(&root, &retry, &json!({})).await;
    done.assert_problem(409, "job_not_retryable");
}

// I4
#[actix_web::test]
async fn a_job_whose_deadline_has_passed_is_not_queued_again() {
    let world = a_world().await;
    let root = world.superuser().await;
    let deadline = world.now().plus(Duration::from_secs(5));
    let id = keep(&world, a_mail(&world).with_deadline(deadline)).await;
    let error = "451 busy".to_owned();
    end_tries(&world, &JobOutcome::Dead { error }).await;
    world.clock.advance(Duration::from_secs(5));
    let retry = format!("/admin/jobs/{id}/retry");
    let late = world.post(&root, &retry, &json!({})).await;
    late.assert_problem(409, "job_too_late");
}

#[actix_web::test]
async fn a_cancelled_job_is_never_tried_and_can_be_queued_again() {
    let world = a_world().await;
    let root = world.superuser().await;
    let id = keep(&world, a_mail(&world)).await;
    let to = |action: &str| format!("/admin/jobs/{id}/{action}");

    let job = world.post(&root, &to("cancel"), &json!({})).await;

    assert_eq!(job.json()["state"], "cancelled");
    assert_eq!(job.json()["finished_at"], "2026-01-02T03:04:05.678901Z");
    end_tries(&world, &JobOutcome::Succeeded).await;
    let again = world.post(&root, &to("cancel"), &json!({})).await;
    again.assert_problem(409, "job_not_cancellable");
    let job = world.post(&root, &to("retry"), &json!({})).await;
    assert_eq!(job.json()["state"], "queued");
}

// H4
#[actix_web::test]
async fn both_are_audited_with_who_did_it() {
    let world = a_world().await;
    let root = world.superuser().await;
    let id = a_dead_job(&world).await;
    for action in ["retry", "cancel"] {
        let path = format!("/admin/jobs/{id}/{action}");
        let done = world.post(&root, &path, &json!({})).await;
        assert_eq!(done.status, 200, "{}", done.text());
        world.clock.advance(Duration::from_secs(1));
    }

    let path = format!("/admin/audit?actor={}", root.user.id);
    let events = world.get(&root, &path).await;

    assert_eq!(
        super::column(&events, "event"),
        ["job.cancelled", "job.retried"]
    );
}

#[actix_web::test]
async fn a_job_that_is_not_there_is_404_and_no_uuid_is_422() {
    let world = a_world().await;
    let root = world.superuser().await;
    let read = world.get(&root, &format!("/admin/jobs/{NOBODY}")).await;
    read.assert_problem(404, "job_not_found");
    let read = world.get(&root, "/admin/jobs/1").await;
    assert_eq!(read.broken_fields(), ["path.id uuid_parsing"]);
    for action in ["retry", "cancel"] {
        let path = format!("/admin/jobs/{NOBODY}/{action}");
        let reply = world.post(&root, &path, &json!({})).await;
        reply.assert_problem(404, "job_not_found");
    }
}

// F1r, API5: whoever may not see jobs is not told whether there is one.
#[actix_web::test]
async fn only_superusers_see_and_change_a_job() {
    let world = a_world().await;
    let kim = world.client().await;
    let id = a_dead_job(&world).await.to_string();
    for id in [&*id, NOBODY] {
        let read = world.get(&kim, &format!("/admin/jobs/{id}")).await;
        read.assert_problem(403, "insufficient_privileges");
        for action in ["retry", "cancel"] {
            let path = format!("/admin/jobs/{id}/{action}");
            let reply = world.post(&kim, &path, &json!({})).await;
            reply.assert_problem(403, "insufficient_privileges");
        }
    }
}
