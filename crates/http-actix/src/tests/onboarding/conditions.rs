//! Conditional requests (RFC 9110 §13), and who may keep a reply.

use actix_web::http::Method;
use serde_json::{Value, json};

use super::super::stack::Reply;
use super::super::world::{Client, World, to};
use super::{QUESTIONS, USER_INFO, a_silent_world, ask, colour, list, path_of, read, words};

async fn read_unless(world: &World, path: &str, tag: &str) -> Reply {
    let request = to(Method::GET, path).insert_header(("if-none-match", tag));
    world.send(request).await
}

async fn write_if(
    world: &World,
    client: &Client,
    (method, path): (Method, &str),
    tag: &str,
    body: &Value,
) -> Reply {
    let request = to(method, path).insert_header(("if-match", tag));
    world.ask(client, request.set_json(body)).await
}

// The questions are everybody's, so caches on the way may keep them.
#[actix_web::test]
async fn questions_may_be_kept_and_are_not_sent_again() {
    let (world, root) = a_silent_world().await;
    let path = ask(&world, &root, &colour()).await;
    for path in [QUESTIONS, &path] {
        let first = read(&world, path).await;
        assert_eq!(first.header("cache-control"), "no-cache");
        assert_eq!(first.header("content-type"), "application/json");
        let tag = first.header("etag").to_owned();
        let again = read_unless(&world, path, &tag).await;
        assert_eq!((again.status.as_u16(), again.header("etag")), (304, &*tag));
        assert_eq!(again.header("cache-control"), "no-cache");
        assert_eq!(again.body, b"");
        assert_eq!(world.get(&root, path).await.text(), first.text());
        assert_eq!(read_unless(&world, path, "\"x\"").await.status, 200);
    }
    let of_list = list(&world).await.header("etag").to_owned();
    let of_one = read(&world, &path).await.header("etag").to_owned();
    world.put(&root, &path, &words("name")).await;
    assert_eq!(read_unless(&world, QUESTIONS, &of_list).await.status, 200);
    assert_eq!(read_unless(&world, &path, &of_one).await.status, 200);
}

#[actix_web::test]
async fn a_question_is_changed_by_whoever_saw_it() {
    let (world, root) = a_silent_world().await;
    let path = ask(&world, &root, &colour()).await;
    let first = read(&world, &path).await.header("etag").to_owned();
    let put = || (Method::PUT, path.as_str());
    let changed = write_if(&world, &root, put(), &first, &words("name")).await;
    assert_eq!(changed.status, 200);
    let second = changed.header("etag");
    assert_ne!(second, first);
    for method in [Method::PUT, Method::DELETE] {
        let late = write_if(&world, &root, (method, &path), &first, &words("x")).await;
        late.assert_problem(412, "precondition_failed");
    }
    let delete = (Method::DELETE, path.as_str());
    let deleted = write_if(&world, &root, delete, second, &json!({})).await;
    assert_eq!(deleted.status, 204);
}

// Who saw the old question has not seen the one that took its place.
#[actix_web::test]
async fn a_question_that_is_made_again_has_another_tag() {
    let (world, root) = a_silent_world().await;
    let old = world.post(&root, QUESTIONS, &words("name")).await;
    let old_path = path_of(&old.json());
    let read_old = read(&world, &old_path).await;
    assert_eq!(read_old.header("etag"), old.header("etag"));
    assert_eq!(world.delete(&root, &old_path).await.status, 204);
    let new = ask(&world, &root, &words("name")).await;

    let tag = old.header("etag");
    assert_eq!(read_unless(&world, &new, tag).await.status, 200);
    for method in [Method::PUT, Method::DELETE] {
        let write = write_if(&world, &root, (method, &new), tag, &words("x")).await;
        write.assert_problem(412, "precondition_failed");
    }
}

#[actix_web::test]
async fn answers_are_their_readers_alone_and_changed_by_whoever_saw_them() {
    let (world, root) = a_silent_world().await;
    ask(&world, &root, &words("name")).await;
    let kim = world.client().await;
    let answers = |text: &str| json!({"answers": {"name": text}});
    let made = world.post(&kim, USER_INFO, &answers("a")).await;
    assert_eq!(made.status, 201);
    let first = made.header("etag");
    let request = to(Method::GET, USER_INFO).insert_header(("if-none-match", first));
    let known = world.ask(&kim, request).await;
    assert_eq!((known.status.as_u16(), known.header("etag")), (304, first));
    assert_eq!(known.header("cache-control"), "private, no-cache");

    let put = (Method::PUT, USER_INFO);
    let changed = write_if(&world, &kim, put.clone(), first, &answers("b")).await;
    assert_eq!(changed.status, 200);
    let second = changed.header("etag");
    assert_ne!(second, first);
    let same = write_if(&world, &kim, put, second, &answers("b")).await;
    assert_eq!((same.status.as_u16(), same.header("etag")), (200, second));
    for method in [Method::PUT, Method::DELETE] {
        let late = write_if(&world, &kim, (method, USER_INFO), first, &answers("c")).await;
        late.assert_problem(412, "precondition_failed");
    }
    let seen = world.get(&kim, USER_INFO).await;
    assert_eq!(seen.json()["answers"], json!({"name": "b"}));
}

// A browser that two people use asks for one with the tag of the other.
#[actix_web::test]
async fn no_two_users_answers_have_one_tag_and_none_has_that_of_removed_ones() {
    let (world, root) = a_silent_world().await;
    ask(&world, &root, &words("name")).await;
    let (kim, eve) = (world.client().await, world.client().await);
    let answers = json!({"answers": {"name": "a"}});
    let first = world.post(&kim, USER_INFO, &answers).await;
    let tag = first.header("etag");
    assert_eq!(world.post(&eve, USER_INFO, &answers).await.status, 201);
    let request = to(Method::GET, USER_INFO).insert_header(("if-none-match", tag));
    assert_eq!(world.ask(&eve, request).await.status, 200);
    let of_eve = write_if(&world, &eve, (Method::PUT, USER_INFO), tag, &answers).await;
    of_eve.assert_problem(412, "precondition_failed");

    world.clock.advance(std::time::Duration::from_millis(1));
    assert_eq!(world.delete(&kim, USER_INFO).await.status, 204);
    assert_eq!(world.post(&kim, USER_INFO, &answers).await.status, 201);
    let request = to(Method::GET, USER_INFO).insert_header(("if-none-match", tag));
    assert_eq!(world.ask(&kim, request).await.status, 200);
    let late = write_if(&world, &kim, (Method::DELETE, USER_INFO), tag, &answers).await;
    late.assert_problem(412, "precondition_failed");
}
