//! Questions: their form, their list, and what becomes of one that is deleted.

use actix_web::http::Method;
use serde_json::{Value, json};

use super::super::world::to;
use super::{QUESTIONS, USER_INFO, a_silent_world, ask, colour, list, path_of, read, words};

#[actix_web::test]
async fn a_question_has_the_form_of_the_contract() {
    let (world, root) = a_silent_world().await;
    let made = world.post(&root, QUESTIONS, &colour()).await;
    assert_eq!(made.status, 201);
    let id = made.json()["id"].clone();
    let form = format!(
        "{{\"id\":{id},\"key\":\"colour\",\"prompt\":\"Which colour?\",\"kind\":\"single_choice\",\
         \"options\":[{{\"value\":\"red\",\"label\":\"Red\"}},{{\"value\":\"blue\",\"label\":\"Blue\"}}],\
         \"required\":true,\"position\":3}}"
    );
    assert_eq!(made.text(), form);
    assert_eq!(read(&world, &path_of(&made.json())).await.text(), form);
    let listed = format!("{{\"data\":[{form}],\"count\":1}}");
    assert_eq!(list(&world).await.text(), listed);
}

#[actix_web::test]
async fn what_is_left_out_has_a_default() {
    let (world, root) = a_silent_world().await;
    let path = ask(&world, &root, &words("name")).await;
    let question = read(&world, &path).await.json();
    for (member, value) in [
        ("options", json!([])),
        ("required", json!(false)),
        ("position", json!(0)),
    ] {
        assert_eq!(question[member], value);
    }
}

#[actix_web::test]
async fn every_kind_can_be_asked() {
    let (world, root) = a_silent_world().await;
    for kind in ["text", "number", "date", "boolean"] {
        let body = json!({"key": kind, "prompt": "What?", "kind": kind, "options": null});
        let path = ask(&world, &root, &body).await;
        assert_eq!(read(&world, &path).await.json()["kind"], kind);
    }
    for kind in ["single_choice", "multiple_choice"] {
        let mut body = colour();
        body["key"] = json!(kind);
        body["kind"] = json!(kind);
        let path = ask(&world, &root, &body).await;
        let question = read(&world, &path).await.json();
        assert_eq!(question["kind"], kind);
        assert_eq!(question["options"], body["options"]);
    }
}

// I9
#[actix_web::test]
async fn the_list_is_by_position_and_never_old() {
    let (world, root) = a_silent_world().await;
    let keys = async || {
        let listed = list(&world).await.json();
        let data = listed["data"].as_array().unwrap();
        assert_eq!(listed["count"], data.len());
        let keys = data.iter().map(|it| it["key"].as_str().unwrap());
        keys.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(keys().await, "");
    let at = |key: &str, position: u16| {
        let mut body = words(key);
        body["position"] = json!(position);
        body
    };
    let b = ask(&world, &root, &at("b", 7)).await;
    assert_eq!(keys().await, "b");
    ask(&world, &root, &at("c", 2)).await;
    ask(&world, &root, &at("a", 7)).await;
    assert_eq!(keys().await, "c a b");
    world.put(&root, &b, &at("d", 1)).await;
    assert_eq!(keys().await, "d c a");
    world.delete(&root, &b).await;
    assert_eq!(keys().await, "c a");
}

#[actix_web::test]
async fn a_change_puts_the_whole_in_its_place() {
    let (world, root) = a_silent_world().await;
    let path = ask(&world, &root, &colour()).await;
    let id = path.rsplit('/').next().unwrap();
    let changed = world.put(&root, &path, &words("name")).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    let seen = read(&world, &path).await;
    assert_eq!(changed.json(), seen.json());
    assert_eq!(changed.header("etag"), format!("\"2-{id}\""));
    let expected = json!({
        "id": id,
        "key": "name", "prompt": "What?", "kind": "text", "options": [], "required": false, "position": 0,
    });
    assert_eq!(seen.json(), expected);
}

#[actix_web::test]
async fn a_key_is_taken_once() {
    let (world, root) = a_silent_world().await;
    ask(&world, &root, &words("name")).await;
    let other = ask(&world, &root, &words("title")).await;
    let again = words("name");
    for reply in [
        world.post(&root, QUESTIONS, &again).await,
        world.put(&root, &other, &again).await,
    ] {
        reply.assert_problem(409, "question_key_taken");
        assert!(reply.text().contains("Another question has this key."));
    }
    assert_eq!(list(&world).await.json()["count"], 2);
}

// F6r
#[actix_web::test]
async fn a_question_that_was_answered_is_retired_and_one_that_was_not_is_gone() {
    let (world, root) = a_silent_world().await;
    let kim = world.client().await;
    let answered = ask(&world, &root, &colour()).await;
    let spare = ask(&world, &root, &words("name")).await;
    let answers = json!({"answers": {"colour": "red"}});
    let info = world.post(&kim, USER_INFO, &answers).await;
    assert_eq!(info.status, 201, "{}", info.text());

    for path in [&answered, &spare] {
        let deleted = world.delete(&root, path).await;
        assert_eq!(
            (deleted.status.as_u16(), deleted.text()),
            (204, String::new())
        );
        for reply in [
            read(&world, path).await,
            world.get(&root, path).await,
            world.put(&root, path, &colour()).await,
            world.delete(&root, path).await,
        ] {
            reply.assert_problem(404, "question_not_found");
        }
    }
    assert_eq!(list(&world).await.json(), json!({"data": [], "count": 0}));
    let kept = world.get(&kim, USER_INFO).await;
    assert_eq!(kept.text(), info.text());
    // The key of the one is still in use, that of the other is free.
    let taken = world.post(&root, QUESTIONS, &colour()).await;
    taken.assert_problem(409, "question_key_taken");
    assert!(taken.text().contains("asked no more"), "{}", taken.text());
    ask(&world, &root, &words("name")).await;
}

#[actix_web::test]
async fn a_question_with_answers_stays_of_its_kind() {
    let (world, root) = a_silent_world().await;
    let kim = world.client().await;
    let path = ask(&world, &root, &colour()).await;
    let answers = json!({"answers": {"colour": "red"}});
    assert_eq!(world.post(&kim, USER_INFO, &answers).await.status, 201);
    let with_options = |options: Value| {
        let mut body = colour();
        body["options"] = options;
        body
    };
    let red = json!({"value": "red", "label": "Crimson"});
    let blue = json!({"value": "blue", "label": "Blue"});
    for body in [words("colour"), with_options(json!([red]))] {
        let reply = world.put(&root, &path, &body).await;
        reply.assert_problem(409, "question_has_answers");
    }
    let wider = with_options(json!([{"value": "green", "label": "Green"}, blue, red]));
    let changed = world.put(&root, &path, &wider).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
}

#[actix_web::test]
async fn a_question_that_may_be_sent_twice_is_made_once() {
    let (world, root) = a_silent_world().await;
    let make = async |question: &Value| {
        let request = to(Method::POST, QUESTIONS).insert_header(("idempotency-key", "k-1"));
        world.ask(&root, request.set_json(question)).await
    };
    let first = make(&words("name")).await;
    let again = make(&words("name")).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
    assert_eq!(first.text(), again.text());
    assert_eq!(again.header("idempotency-replayed"), "true");
    let other = make(&words("title")).await;
    other.assert_problem(422, "idempotency_key_reused");
    assert_eq!(list(&world).await.json()["count"], 1);
}

// F2r
#[actix_web::test]
async fn nobody_assigns_what_the_server_assigns() {
    let (world, root) = a_silent_world().await;
    let mut body = words("name");
    let more = json!({
        "id": "01935f4e-7c2a-7b10-8a55-3d2c1b0a9f8e", "created_at": "2000-01-01T00:00:00Z",
        "retired_at": "2000-01-01T00:00:00Z", "version": 99, "is_superuser": true,
    });
    let members = body.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    let path = ask(&world, &root, &body).await;
    let seen = read(&world, &path).await;
    assert_ne!(seen.json()["id"], more["id"]);
    let tag = seen.header("etag");
    assert!(tag.starts_with("\"1-"), "{tag}");
    let put = world.put(&root, &path, &body).await;
    assert_eq!((put.json(), put.header("etag")), (seen.json(), tag));
}
