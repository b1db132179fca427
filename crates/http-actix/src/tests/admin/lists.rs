//! What both lists have in common: who sees them, their pages, their refusals.

use actix_web::test::TestRequest;
use domain::audit::AuditAction;
use port_contracts::fixtures::an_audit_event;

use super::super::world::{Client, PUBLIC_URL, World, a_world};
use super::{a_mail, column, keep};

/// Everything on the way along the links, page by page.
async fn all(world: &World, root: &Client, path: &str) -> Vec<String> {
    let mut seen = Vec::new();
    let mut next = Some(format!("/api/v1{path}"));
    while let Some(path) = next {
        let page = world.ask(root, TestRequest::with_uri(&path)).await;
        assert_eq!(page.status, 200, "{}", page.text());
        seen.extend(column(&page, "id"));
        let link = page.header("link").strip_suffix(">; rel=\"next\"");
        let address = link.map(|link| link.strip_prefix('<').unwrap());
        next = address.map(|it| it.strip_prefix(PUBLIC_URL).unwrap().to_owned());
        assert_eq!(page.json()["next_cursor"].is_string(), next.is_some());
    }
    seen
}

// F11r
#[actix_web::test]
async fn pages_follow_one_another_and_keep_the_filters() {
    let world = a_world().await;
    let root = world.superuser().await;
    let (actor, other) = (world.client().await.user.id, world.client().await.user.id);
    let mut unit = world.ports.storage.units.begin().await.unwrap();
    let mut events = Vec::new();
    for actor in [actor, actor, other, actor, actor, actor] {
        let event = an_audit_event(AuditAction::LoginSucceeded).by(actor);
        unit.audit().append(&event).await.unwrap();
        events.push((actor, event.id.to_string()));
    }
    unit.commit().await.unwrap();
    let mut jobs = Vec::new();
    for kind in ["test_mail", "test_mail", "welcome_mail", "test_mail"] {
        let job = keep(&world, a_mail(&world).of_kind(kind)).await;
        jobs.push((kind, job.to_string()));
    }

    let since = "2026-01-02T04:04:05.678901%2B01:00";
    let audit = format!("/admin/audit?limit=2&event=login.succeeded&actor={actor}&since={since}");
    events.retain(|(by, _)| *by == actor);
    assert_eq!(all(&world, &root, &audit).await, newest_first(events));
    let mails = "/admin/jobs?limit=2&kind=test_mail&state=queued";
    jobs.retain(|(kind, _)| *kind == "test_mail");
    assert_eq!(all(&world, &root, mails).await, newest_first(jobs));
}

/// Each once. They have the same moment, so their ids tell.
fn newest_first<T>(rows: Vec<(T, String)>) -> Vec<String> {
    let mut ids: Vec<_> = rows.into_iter().map(|(_, id)| id).collect();
    ids.sort_unstable();
    ids.reverse();
    ids
}

#[actix_web::test]
async fn every_wrong_parameter_is_named_at_once() {
    let world = a_world().await;
    let root = world.superuser().await;
    for (path, broken) in [
        ("/admin/jobs?state=gone", &["query.state enum"][..]),
        ("/admin/jobs?state=", &["query.state enum"]),
        (
            "/admin/jobs?limit=1001&cursor=elsewhere&state=Dead",
            &[
                "query.limit less_than_equal",
                "query.cursor cursor",
                "query.state enum",
            ],
        ),
        (
            "/admin/audit?event=login&actor=me&subject=1&since=today",
            &[
                "query.event enum",
                "query.actor uuid_parsing",
                "query.subject uuid_parsing",
                "query.since datetime_parsing",
            ],
        ),
    ] {
        let refused = world.get(&root, path).await;
        assert_eq!(refused.broken_fields(), broken, "{path}");
    }
}

// F1r, API5
#[actix_web::test]
async fn only_superusers_see_them() {
    let world = a_world().await;
    let kim = world.client().await;
    for path in ["/admin/jobs", "/admin/audit"] {
        let refused = world.get(&kim, path).await;
        refused.assert_problem(403, "insufficient_privileges");
    }
}

#[actix_web::test]
async fn a_limit_of_none_gives_none() {
    let world = a_world().await;
    let root = world.superuser().await;
    keep(&world, a_mail(&world)).await;
    let page = world.get(&root, "/admin/jobs?limit=0").await;
    assert_eq!(column(&page, "id"), Vec::<String>::new());
}
