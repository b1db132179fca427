//! Onboarding over HTTP: the shipped questions, a superuser's own, and answers to them (F6r).

#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use portico_tests::{Account, App, Client, PASSWORD, Reply, SetUp};
use reqwest::Method;
use serde_json::{Value, json};

const QUESTIONS: &str = "/signup/questions";
const USER_INFO: &str = "/signup/user-info";
const FIRST_SUPERUSER: &str = "admin@example.com";
const SUPERUSER: [(&str, &str); 1] = [("PORTICO__FIRST_SUPERUSER__PASSWORD", PASSWORD)];
const BOUND: Duration = Duration::from_secs(1);

portico_tests::on_both_set_ups! {
    // A new installation asks something, and takes answers to all of it.
    async fn the_shipped_questions_can_be_answered(app: App) {
        let user = Member::register(app.client()).await;
        let list = app.client().get(QUESTIONS).send().await.expect(200);
        assert_eq!(list.header("cache-control"), "no-cache");
        let questions = list.json()["data"].as_array().expect("questions").clone();
        assert!(!questions.is_empty());
        let answers: serde_json::Map<_, _> = questions.iter().map(answer_to).collect();
        let info = user.answer(&json!(answers)).await.expect(201);
        assert_eq!(info.json()["answers"], json!(answers));
        let seen = user.send(Method::GET, USER_INFO, None).await.expect(200);
        assert_eq!(seen.text, info.text);
        for question in questions {
            let id = question["id"].as_str().expect("an id");
            let read = app.client().get(&format!("{QUESTIONS}/{id}")).send().await;
            assert_eq!(read.expect(200).json(), question);
        }
    }

    // Answers live as long as their user wants them.
    async fn answers_are_given_changed_and_taken_back(app: App) {
        let user = Member::register(app.client()).await;
        let none = user.send(Method::GET, USER_INFO, None).await;
        let _ = none.expect_problem(404, "user_info_not_found");
        let first = user.answer(&json!({"team_size": 7.50})).await.expect(201);
        let _ = user.answer(&json!({})).await.expect_problem(409, "user_info_exists");
        let known = app.client().get(USER_INFO).bearer(&user.token).header("if-none-match", first.header("etag"));
        let _ = known.send().await.expect(304);
        let tag = first.header("etag");
        let change = |answers: Value| {
            let request = app.client().api(Method::PUT, USER_INFO).bearer(&user.token).header("if-match", tag);
            request.json(&json!({"answers": answers})).send()
        };
        let changed = change(json!({"company": "Analytical Engines"})).await.expect(200);
        assert_eq!(changed.json()["answers"], json!({"company": "Analytical Engines"}));
        let _ = change(json!({})).await.expect_problem(412, "precondition_failed");
        let _ = user.send(Method::DELETE, USER_INFO, None).await.expect(204);
        let _ = user.answer(&json!({})).await.expect(201);
    }

    // Every fault is named at once.
    async fn wrong_answers_are_all_named(app: App) {
        let user = Member::register(app.client()).await;
        let answers = json!({"zip": 1, "team_size": "7", "start_date": "2023-02-29", "company": "Engines"});
        let refused = user.answer(&answers).await.expect_problem(422, "validation_failed");
        let fields = ["body.answers.team_size", "body.answers.start_date", "body.answers.zip"];
        assert_eq!(refused.error_fields(), fields);
    }

    // F6r: unique under races.
    async fn of_many_answers_at_once_one_is_kept(app: App) {
        for _ in 0..5 {
            let user = Member::register(app.client()).await;
            let answer = |number: usize| {
                let user = &user;
                async move { user.answer(&json!({"company": number.to_string()})).await }
            };
            let replies = join_all((0..10).map(answer)).await;
            let mut statuses: Vec<_> = replies.iter().map(|reply| reply.status).collect();
            statuses.sort_unstable();
            assert_eq!(statuses, [[201].as_slice(), &[409; 9]].concat());
            let kept = user.send(Method::GET, USER_INFO, None).await.expect(200);
            let won = replies.iter().find(|reply| reply.status == 201).expect("one");
            assert_eq!(kept.text, won.text);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answered_questions_are_retired_embedded() {
    answered_questions_are_retired(SetUp::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answered_questions_are_retired_scaled_out() {
    answered_questions_are_retired(SetUp::ScaleOut).await;
}

// F6r: a question with answers is not asked any more, and they stay readable.
async fn answered_questions_are_retired(set_up: SetUp) {
    let app = App::start_with(set_up, &SUPERUSER).await;
    let root = Member::log_in(app.client(), FIRST_SUPERUSER).await;
    let user = Member::register(app.client()).await;
    let answered = root.ask("colour").await;
    let spare = root.ask("size").await;
    let info = user.answer(&json!({"colour": "red"})).await.expect(201);

    for path in [&answered, &spare] {
        let _ = root.send(Method::DELETE, path, None).await.expect(204);
        let gone = app.client().get(path).send().await;
        let _ = gone.expect_problem(404, "question_not_found");
    }

    let kept = user.send(Method::GET, USER_INFO, None).await.expect(200);
    assert_eq!(kept.text, info.text);
    let late = Member::register(app.client()).await;
    let refused = late.answer(&json!({"colour": "red"})).await;
    let refused = refused.expect_problem(422, "validation_failed");
    assert_eq!(refused.error_fields(), ["body.answers.colour"]);
    let taken = root.try_to_ask("colour").await;
    let _ = taken.expect_problem(409, "question_key_taken");
    root.ask("size").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_answer_is_lost_to_a_deletion_embedded() {
    no_answer_is_lost_to_a_deletion(SetUp::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_answer_is_lost_to_a_deletion_scaled_out() {
    no_answer_is_lost_to_a_deletion(SetUp::ScaleOut).await;
}

// F6r, I3: whoever answers while the question or their account goes is either kept or told, and nobody waits in a ring.
async fn no_answer_is_lost_to_a_deletion(set_up: SetUp) {
    let app = App::start_with(set_up, &SUPERUSER).await;
    let root = Member::log_in(app.client(), FIRST_SUPERUSER).await;
    for round in 0..10 {
        let key = format!("q{round}");
        let question = root.ask(&key).await;
        let (user, leaver) = (
            Member::register(app.client()).await,
            Member::register(app.client()).await,
        );
        let answers = json!({key.as_str(): "red"});
        let (kept, left, deleted, gone) = tokio::join!(
            user.answer(&answers),
            leaver.answer(&answers),
            root.send(Method::DELETE, &question, None),
            leaver.send(Method::DELETE, "/users/me", None),
        );
        let _ = (deleted.expect(204), gone.expect(200));
        assert!(matches!(left.status, 201 | 401 | 422), "{left:?}");
        let read = user.send(Method::GET, USER_INFO, None).await;
        if kept.status == 201 {
            assert_eq!(read.expect(200).text, kept.text);
        } else {
            let _ = kept.expect_problem(422, "validation_failed");
            let _ = read.expect(404);
        }
    }
}

// I9
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_instance_asks_a_new_question_within_a_second() {
    let [here, there] = App::pair(&SUPERUSER).await;
    let root = Member::log_in(here.client(), FIRST_SUPERUSER).await;
    for round in 0..10 {
        let _ = there.client().get(QUESTIONS).send().await.expect(200);
        let key = format!("q{round}");
        root.ask(&key).await;
        let (asked, quoted) = (Instant::now(), format!("\"{key}\""));
        let is_listed = async |client: &Client| {
            let list = client.get(QUESTIONS).send().await.expect(200);
            list.text.contains(&quoted)
        };
        assert!(is_listed(here.client()).await, "round {round}");
        while !is_listed(there.client()).await {
            assert!(asked.elapsed() < BOUND, "round {round}");
        }
    }
}

/// An answer that a question takes.
fn answer_to(question: &Value) -> (String, Value) {
    let first = &question["options"][0]["value"];
    let answer = match question["kind"].as_str().expect("a kind") {
        "single_choice" => first.clone(),
        "multiple_choice" => json!([first]),
        "number" => json!(7),
        "date" => json!("1815-12-10"),
        "boolean" => json!(true),
        _ => json!("Analytical Engines"),
    };
    let key = question["key"].as_str().expect("a key");
    (key.to_owned(), answer)
}

/// Somebody with a token.
struct Member<'a> {
    client: &'a Client,
    token: String,
}

impl<'a> Member<'a> {
    async fn register(client: &'a Client) -> Self {
        let token = Account::register(client).await.token;
        Self { client, token }
    }

    async fn log_in(client: &'a Client, email: &str) -> Self {
        let reply = Account::log_in(client, email, PASSWORD).await.expect(200);
        let token = reply.text_at("/access_token");
        Self { client, token }
    }

    async fn answer(&self, answers: &Value) -> Reply {
        let body = json!({"answers": answers});
        self.send(Method::POST, USER_INFO, Some(&body)).await
    }

    async fn try_to_ask(&self, key: &str) -> Reply {
        let question = json!({"key": key, "prompt": "What?", "kind": "text", "position": 1});
        self.send(Method::POST, QUESTIONS, Some(&question)).await
    }

    /// Makes a question; gives its path.
    async fn ask(&self, key: &str) -> String {
        let made = self.try_to_ask(key).await.expect(201);
        format!("{QUESTIONS}/{}", made.text_at("/id"))
    }

    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Reply {
        let request = self.client.api(method, path).bearer(&self.token);
        match body {
            Some(body) => request.json(body).send().await,
            None => request.send().await,
        }
    }
}
