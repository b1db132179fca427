//! The list of jobs.

use std::time::Duration;

use domain::job::JobOutcome;
use serde_json::json;

use super::super::world::a_world;
use super::{A_KIND, a_dead_job, a_mail, column, end_tries, keep};

// I4: a dead letter shows what went wrong; H3: and not what it was to say.
#[actix_web::test]
async fn a_dead_job_is_listed_with_its_error_and_without_its_input() {
    let world = a_world().await;
    let root = world.superuser().await;
    let id = a_dead_job(&world).await;
    let now = "2026-01-02T03:04:05.678901Z";

    let list = world.get(&root, "/admin/jobs").await;

    let job = json!({
        "id": id.to_string(),
        "kind": A_KIND,
        "state": "dead",
        "attempts": 1,
        "max_attempts": 10,
        "run_at": now,
        "deadline": null,
        "last_error": "the relay said 550",
        "created_at": now,
        "finished_at": now,
    });
    assert_eq!(list.json(), json!({"data": [job], "next_cursor": null}));
    assert_eq!(list.header("link"), "");
}

#[actix_web::test]
async fn filters_narrow_by_state_and_by_kind() {
    let world = a_world().await;
    let root = world.superuser().await;
    let dead = a_dead_job(&world).await.to_string();
    let waiting = keep(&world, a_mail(&world)).await.to_string();
    let other = keep(&world, a_mail(&world).of_kind("welcome_mail")).await;
    let other = other.to_string();

    for (query, mut expected) in [
        ("state=dead", vec![&dead]),
        ("state=queued", vec![&waiting, &other]),
        ("state=queued&kind=welcome_mail", vec![&other]),
        ("kind=test_mail", vec![&dead, &waiting]),
        ("state=running", vec![]),
    ] {
        let list = world.get(&root, &format!("/admin/jobs?{query}")).await;
        let mut found = column(&list, "id");
        found.sort();
        expected.sort();
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{query}");
    }
}

// I4: what waits for its next try is queued, and shows that it was tried.
#[actix_web::test]
async fn a_job_that_waits_for_its_next_try_is_queued_with_its_attempts() {
    let world = a_world().await;
    let root = world.superuser().await;
    keep(&world, a_mail(&world)).await;
    let later = JobOutcome::Retry {
        run_at: world.now().plus(Duration::from_secs(5)),
        error: "the relay said 451".to_owned(),
    };
    end_tries(&world, &later).await;

    let list = world.get(&root, "/admin/jobs?state=queued").await;

    let job = &list.json()["data"][0];
    assert_eq!(job["attempts"], 1);
    assert_eq!(job["last_error"], "the relay said 451");
    assert_eq!(job["run_at"], "2026-01-02T03:04:10.678901Z");
    assert_eq!(job["finished_at"], json!(null));
}

#[actix_web::test]
async fn a_kind_that_no_handler_knows_is_422_and_the_known_ones_are_named() {
    let world = a_world().await;
    let root = world.superuser().await;
    for kind in ["", "no_such_mail", "TEST_MAIL", "test_mail%00"] {
        let path = format!("/admin/jobs?kind={kind}");
        let refused = world.get(&root, &path).await;
        assert_eq!(refused.broken_fields(), ["query.kind kind"], "{kind}");
        assert!(refused.text().contains(A_KIND), "{}", refused.text());
    }
}
