//! Who may ask, and who answers for whom (F1r, F6r).

use actix_web::http::Method;
use serde_json::json;

use super::super::world::to;
use super::{MISSING, QUESTIONS, USER_INFO, a_silent_world, ask, colour, list, read, words};

// F1r
#[actix_web::test]
async fn anybody_reads_the_questions_and_superusers_alone_change_them() {
    let (world, root) = a_silent_world().await;
    let kim = world.client().await;
    let path = ask(&world, &root, &colour()).await;
    assert_eq!(list(&world).await.status, 200);
    assert_eq!(read(&world, &path).await.status, 200);
    for (method, path) in [
        (Method::POST, QUESTIONS),
        (Method::PUT, &path),
        (Method::DELETE, &path),
        (Method::PUT, MISSING),
        (Method::DELETE, MISSING),
    ] {
        let request = || to(method.clone(), path).set_json(words("mine"));
        let reply = world.ask(&kim, request()).await;
        reply.assert_problem(403, "insufficient_privileges");
        let reply = world.send(request()).await;
        reply.assert_problem(401, "not_authenticated");
    }
    let seen = read(&world, &path).await;
    assert!(seen.header("etag").starts_with("\"1-"), "{}", seen.text());
}

// F1r
#[actix_web::test]
async fn what_is_missing_is_404_and_what_is_no_id_422() {
    let (world, root) = a_silent_world().await;
    for reply in [
        read(&world, MISSING).await,
        world.put(&root, MISSING, &colour()).await,
        world.delete(&root, MISSING).await,
    ] {
        reply.assert_problem(404, "question_not_found");
    }
    let reply = read(&world, "/signup/questions/1").await;
    reply.assert_problem(422, "validation_failed");
    assert_eq!(reply.json()["errors"][0]["loc"], json!(["path", "id"]));
}

// F6r, API1: there is no way to name somebody else.
#[actix_web::test]
async fn answers_are_always_the_tokens_own_users() {
    let (world, root) = a_silent_world().await;
    ask(&world, &root, &words("name")).await;
    let (kim, eve) = (world.client().await, world.client().await);
    let kims = json!({"answers": {"name": "Kim"}, "user_id": eve.user.id.to_string()});
    assert_eq!(world.post(&kim, USER_INFO, &kims).await.status, 201);

    for client in [&eve, &root] {
        let path = format!("{USER_INFO}?user_id={}", kim.user.id);
        let reply = world.get(client, &path).await;
        reply.assert_problem(404, "user_info_not_found");
        let reply = world.delete(client, &path).await;
        reply.assert_problem(404, "user_info_not_found");
    }
    let seen = world.get(&kim, USER_INFO).await;
    assert_eq!(seen.json()["answers"], json!({"name": "Kim"}));
}

// F1r
#[actix_web::test]
async fn without_a_token_there_are_no_answers() {
    let (world, _) = a_silent_world().await;
    for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE] {
        let request = to(method, USER_INFO).set_json(json!({"answers": {}}));
        let reply = world.send(request).await;
        reply.assert_problem(401, "not_authenticated");
    }
}
