//! The cached list of items: what was written is read, here at once and elsewhere within a second (I9).

#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use portico_tests::{Account, App, Client, Reply};
use reqwest::Method;
use serde_json::{Value, json};

const BOUND: Duration = Duration::from_secs(1);

portico_tests::on_both_set_ups! {
    // I9: read-your-writes.
    async fn a_write_is_in_the_next_list(app: App) {
        let owner = Owner::new(app.client()).await;
        let item = owner.create("0").await;
        for round in 1..=200 {
            let title = round.to_string();
            let _ = owner.put(&item, &title).await.expect(200);
            assert_eq!(owner.list("").await.json()["data"][0]["title"], title);
        }
        let _ = owner.send(Method::DELETE, &format!("/items/{item}"), None).await.expect(200);
        assert_eq!(owner.list("").await.json()["count"], 0);
    }

    // Conditional requests: a list that did not change is not sent again.
    async fn an_unchanged_list_is_a_304(app: App) {
        let owner = Owner::new(app.client()).await;
        let item = owner.create("first").await;
        let tag = owner.list("").await.header("etag").to_owned();
        let conditional = || {
            let request = owner.client.get("/items/").bearer(&owner.token);
            request.header("if-none-match", &tag).send()
        };
        let unchanged = conditional().await.expect(304);
        assert_eq!((unchanged.text.as_str(), unchanged.header("etag")), ("", tag.as_str()));
        let _ = owner.put(&item, "second").await.expect(200);
        let _ = conditional().await.expect(200);
    }

    // Two writers who saw the same: one of them is told.
    async fn of_two_writers_one_is_told(app: App) {
        let owner = Owner::new(app.client()).await;
        for round in 0..20 {
            let item = owner.create("draft").await;
            let (one, two) = tokio::join!(owner.put_if(&item, "one", "\"1\""), owner.put_if(&item, "two", "\"1\""));
            let mut statuses = [one.status, two.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 412], "round {round}");
        }
    }

    // A page by cursor neither skips nor repeats a row while rows are added.
    async fn pages_by_cursor_show_every_item_once(app: App) {
        let owner = Owner::new(app.client()).await;
        let mut wanted = BTreeSet::new();
        for number in 0..12 {
            wanted.insert(owner.create(&number.to_string()).await);
        }
        let mut seen = Vec::new();
        let mut query = "?limit=5".to_owned();
        loop {
            let page = owner.list(&query).await.json();
            let rows = page["data"].as_array().expect("rows").clone();
            seen.extend(rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()));
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            query = format!("?limit=5&cursor={cursor}");
            let _ = owner.create("meanwhile").await;
        }
        assert_eq!(seen.len(), 12);
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), wanted);
    }

    // The same request twice takes effect once.
    async fn a_repeated_request_makes_one_item(app: App) {
        let owner = Owner::new(app.client()).await;
        let post = |key: &'static str, title: &'static str| {
            let request = owner.client.api(Method::POST, "/items/").bearer(&owner.token);
            request.header("idempotency-key", key).json(&json!({"title": title})).send()
        };
        let first = post("k-1", "once").await.expect(200);
        let again = post("k-1", "once").await.expect(200);
        assert_eq!(first.text, again.text);
        assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), ("", "true"));
        let _ = post("k-1", "another").await.expect_problem(422, "idempotency_key_reused");
        let race = futures_util::future::join_all((0..20).map(|_| post("k-2", "raced"))).await;
        assert!(race.iter().all(|reply| matches!(reply.status, 200 | 409)), "{race:?}");
        assert_eq!(owner.list("").await.json()["count"], 2);
    }
}

// I9
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_instance_shows_a_write_within_a_second() {
    let [here, there] = App::pair(&[]).await;
    let owner = Owner::new(here.client()).await;
    let reader = Owner {
        client: there.client(),
        token: owner.token.clone(),
    };
    let item = owner.create("0").await;
    for round in 1..=50 {
        let title = round.to_string();
        let _ = reader.list("").await;
        let _ = owner.put(&item, &title).await.expect(200);
        let written = Instant::now();
        while reader.list("").await.json()["data"][0]["title"] != title.as_str() {
            assert!(written.elapsed() < BOUND, "round {round}");
        }
    }
}

/// Somebody with items.
struct Owner<'a> {
    client: &'a Client,
    token: String,
}

impl<'a> Owner<'a> {
    async fn new(client: &'a Client) -> Self {
        let token = Account::register(client).await.token;
        Self { client, token }
    }

    async fn create(&self, title: &str) -> String {
        let body = json!({"title": title});
        let made = self.send(Method::POST, "/items/", Some(&body)).await;
        made.expect(200).text_at("/id")
    }

    async fn put(&self, item: &str, title: &str) -> Reply {
        let body = json!({"title": title});
        self.send(Method::PUT, &format!("/items/{item}"), Some(&body))
            .await
    }

    async fn put_if(&self, item: &str, title: &str, tag: &str) -> Reply {
        let request = self.client.api(Method::PUT, &format!("/items/{item}"));
        let request = request.bearer(&self.token).header("if-match", tag);
        request.json(&json!({"title": title})).send().await
    }

    async fn list(&self, query: &str) -> Reply {
        let path = format!("/items/{query}");
        self.send(Method::GET, &path, None).await.expect(200)
    }

    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Reply {
        let request = self.client.api(method, path).bearer(&self.token);
        match body {
            Some(body) => request.json(body).send().await,
            None => request.send().await,
        }
    }
}
