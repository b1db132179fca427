//! Registration in four steps, as a client sees it.
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use std::collections::BTreeSet;
use std::time::Duration;

use portico_tests::{
    Account, App, Mailbox, PASSWORD, Pending, SetUp, a_new_address, a_new_username,
};
use serde_json::{Value, json};

const MINUTE: Duration = Duration::from_mins(1);

portico_tests::on_both_set_ups! {
    async fn the_four_steps_end_with_an_account_and_a_token(app: App) {
        let client = app.client();
        let (pending, code) = Pending::with_code(client).await;

        let verified = pending.verify(&code).await.expect(200);
        assert_eq!(verified.text_at("/next"), "set_password");
        let protected = pending.set_password(PASSWORD).await.expect(200);
        assert_eq!(protected.text_at("/next"), "complete");
        let username = a_new_username();
        let completed = pending.complete(&username).await.expect(201);

        assert_eq!(completed.header("cache-control"), "no-store"); // G5
        assert_eq!(completed.text_at("/user/email"), pending.email);
        assert_eq!(completed.text_at("/token_type"), "bearer");
        assert_eq!(completed.json()["expires_in"], 900);
        let me = client.me(&completed.text_at("/access_token")).await.expect(200);
        assert_eq!(me.json(), completed.json()["user"]);
        assert_eq!(me.text_at("/username"), username);
        assert_eq!(me.header("cache-control"), "private, no-cache"); // G5
    }

    // A1
    async fn known_and_unknown_addresses_get_the_same_answer(app: App) {
        let client = app.client();
        let known = Account::register(client).await.email;
        let unknown = a_new_address();

        let mut answers = Vec::new();
        for address in [&known, &unknown] {
            let reply = client.post("/auth/register/initiate", &json!({"email": address})).await.expect(202);
            let fields: BTreeSet<String> = reply.json().as_object().expect("an object").keys().cloned().collect();
            let headers: BTreeSet<String> = reply.headers.keys().map(ToString::to_string).collect();
            answers.push((fields, headers, reply.text.len()));
        }
        assert_eq!(answers[0], answers[1]);

        let mails = Mailbox::of(client).wait_for(&known, 3).await;
        let text = mails[0]["text"].as_str().expect("a text part").to_lowercase();
        assert!(text.contains("already"), "a known address is told of its account: {text}");
        let _ = Mailbox::of(client).code(&unknown, 1).await;
    }

    // A2
    async fn steps_out_of_order_are_conflicts_and_change_nothing(app: App) {
        let client = app.client();
        let (pending, code) = Pending::with_code(client).await;

        let _ = pending.set_password(PASSWORD).await.expect_problem(409, "registration_step");
        let _ = pending.complete(&a_new_username()).await.expect_problem(409, "registration_step");
        let _ = pending.verify(&code).await.expect(200);
        let _ = pending.verify(&code).await.expect_problem(409, "registration_step");
        let _ = pending.complete(&a_new_username()).await.expect_problem(409, "registration_step");
        let _ = pending.resend().await.expect_problem(409, "registration_step");
        let _ = pending.set_password(PASSWORD).await.expect(200);
        let _ = pending.complete(&a_new_username()).await.expect(201);
        let _ = pending.complete(&a_new_username()).await.expect_problem(409, "registration_step");
    }

    // A7
    async fn five_wrong_codes_end_a_registration(app: App) {
        let (pending, code) = Pending::with_code(app.client()).await;
        for left in (0..5).rev() {
            let refused = pending.verify(&another(&code)).await.expect_problem(400, "otp_invalid");
            assert_eq!(refused.json()["attempts_left"], left);
        }
        let _ = pending.verify(&code).await.expect_problem(400, "otp_attempts_exhausted");
        let _ = pending.resend().await.expect_problem(400, "otp_attempts_exhausted");
    }

    // A7
    async fn parallel_guesses_get_five_answers_at_most(app: App) {
        let (pending, code) = Pending::with_code(app.client()).await;
        let wrong = another(&code);
        let guesses = (0..40).map(|_| {
            let (pending, wrong, client) = (pending.id.clone(), wrong.clone(), app.client().clone());
            tokio::spawn(async move {
                let body = json!({"registration_id": pending, "otp": wrong});
                client.post("/auth/register/verify-otp", &body).await.text_at("/code")
            })
        });
        let mut judged = 0;
        for guess in guesses.collect::<Vec<_>>() {
            match guess.await.expect("no panic").as_str() {
                "otp_invalid" => judged += 1,
                code => assert_eq!(code, "otp_attempts_exhausted"),
            }
        }
        assert_eq!(judged, 5);
    }

    // A8
    async fn a_right_code_works_exactly_once(app: App) {
        let (pending, code) = Pending::with_code(app.client()).await;
        let tries = (0..20).map(|_| {
            let (id, code, client) = (pending.id.clone(), code.clone(), app.client().clone());
            tokio::spawn(async move {
                client.post("/auth/register/verify-otp", &json!({"registration_id": id, "otp": code})).await.status
            })
        });
        let mut statuses = Vec::new();
        for attempt in tries.collect::<Vec<_>>() {
            statuses.push(attempt.await.expect("no panic"));
        }
        statuses.sort_unstable();
        assert_eq!(statuses[0], 200);
        assert!(statuses[1..].iter().all(|status| *status == 409), "{statuses:?}");
    }

    // A6
    async fn an_expired_code_can_be_replaced(app: App) {
        let client = app.client();
        let (pending, code) = Pending::with_code(client).await;
        app.clock().advance(10 * MINUTE);
        let _ = pending.verify(&code).await.expect_problem(400, "otp_expired");
        let _ = pending.resend().await.expect(202);
        let fresh = Mailbox::of(client).code(&pending.email, 2).await;
        let _ = pending.verify(&fresh).await.expect(200);
    }

    // A4
    async fn a_code_works_in_its_own_registration_and_until_the_next_one(app: App) {
        let client = app.client();
        let (first, first_code) = Pending::with_code(client).await;
        let (second, second_code) = Pending::with_code(client).await;
        if first_code != second_code {
            let _ = second.verify(&first_code).await.expect_problem(400, "otp_invalid");
        }
        app.clock().advance(MINUTE);
        let _ = second.resend().await.expect(202);
        let fresh = Mailbox::of(client).code(&second.email, 2).await;
        if fresh != second_code {
            let _ = second.verify(&second_code).await.expect_problem(400, "otp_invalid");
        }
        let _ = second.verify(&fresh).await.expect(200);
        let _ = first.verify(&first_code).await.expect(200);
    }

    // A6
    async fn a_registration_is_gone_after_an_hour(app: App) {
        let pending = Pending::with_password(app.client()).await;
        app.clock().advance(60 * MINUTE);
        let _ = pending.complete(&a_new_username()).await.expect_problem(404, "registration_not_found");
        let _ = pending.resend().await.expect_problem(404, "registration_not_found");
    }

    // A3
    async fn an_unknown_registration_is_not_found_and_a_malformed_one_is_named(app: App) {
        let client = app.client();
        let body = json!({"registration_id": "0".repeat(64), "otp": "123456"});
        let _ = client.post("/auth/register/verify-otp", &body).await.expect_problem(404, "registration_not_found");
        let body = json!({"registration_id": "no such form", "otp": "123456"});
        let refused = client.post("/auth/register/verify-otp", &body).await.expect_problem(422, "validation_failed");
        assert_eq!(refused.error_fields(), ["body.registration_id"]);
    }

    // A12
    async fn two_registrations_racing_for_one_address_give_one_account(app: App) {
        let client = app.client();
        let address = a_new_address();
        let mut ready = Vec::new();
        for count in 1..=2 {
            let pending = Pending::initiate(client, &address).await;
            let code = Mailbox::of(client).code(&address, count).await;
            let _ = pending.verify(&code).await.expect(200);
            let _ = pending.set_password(PASSWORD).await.expect(200);
            ready.push(pending);
        }
        let (one, other) = tokio::join!(complete_as(&ready[0], "first"), complete_as(&ready[1], "second"));
        let mut outcomes = [one, other];
        outcomes.sort();
        assert_eq!(outcomes, [(201, String::new()), (409, "email_taken".to_owned())]);
    }

    // A12
    async fn two_registrations_racing_for_one_username_give_one_account(app: App) {
        let client = app.client();
        let (first, second) = (Pending::with_password(client).await, Pending::with_password(client).await);
        let (one, other) = tokio::join!(complete_as(&first, "Grace"), complete_as(&second, "gRACE"));
        let mut outcomes = [one, other];
        outcomes.sort();
        assert_eq!(outcomes, [(201, String::new()), (409, "username_taken".to_owned())]);
    }

    async fn a_taken_username_can_be_replaced_by_another(app: App) {
        let client = app.client();
        let taken = Account::register(client).await.username;
        let pending = Pending::with_password(client).await;
        let _ = pending.complete(&taken.to_uppercase()).await.expect_problem(409, "username_taken");
        let _ = pending.complete(&a_new_username()).await.expect(201);
    }

    async fn a_new_account_is_welcomed(app: App) {
        let client = app.client();
        let account = Account::register(client).await;
        let mails = Mailbox::of(client).wait_for(&account.email, 2).await;
        let text = mails[0]["text"].as_str().expect("a text part");
        assert!(text.contains(&account.username) || text.contains("Ada Lovelace"), "{text}");
    }

    // B2, B4, B6
    async fn a_password_that_breaks_a_rule_is_refused_with_the_reason(app: App) {
        let pending = Pending::verified(app.client()).await;
        let local_part = pending.email.split('@').next().expect("a local part").to_owned();
        let refused = ["short7!", "password123", &local_part, &"x".repeat(129), "nul\0in it 123"];
        for password in refused {
            let reply = pending.set_password(password).await.expect_problem(422, "validation_failed");
            assert_eq!(reply.error_fields(), ["body.password"], "{password:?}");
        }
        let _ = pending.set_password(&"päßwörd 🐎".repeat(12)).await.expect(200);
    }

    // B4
    async fn a_username_that_is_the_password_is_refused_and_another_can_be_tried(app: App) {
        let pending = Pending::with_password(app.client()).await;
        let refused = pending.complete(PASSWORD).await.expect_problem(422, "validation_failed");
        assert_eq!(refused.error_fields(), ["body.username"]);
        assert_eq!(refused.text_at("/errors/0/type"), "password_is_username");
        let _ = pending.complete(&a_new_username()).await.expect(201);
    }

    async fn every_wrong_field_is_named(app: App) {
        let client = app.client();
        let id = "0".repeat(64);
        let cases: Vec<(&str, Value, Vec<&str>)> = vec![
            ("initiate", json!({}), vec!["body.email"]),
            ("initiate", json!({"email": null}), vec!["body.email"]),
            ("initiate", json!({"email": 7}), vec!["body.email"]),
            ("initiate", json!({"email": "no address"}), vec!["body.email"]),
            ("initiate", json!({"email": " ada@example.com"}), vec!["body.email"]),
            ("initiate", json!({"email": format!("{}@example.com", "a".repeat(250))}), vec!["body.email"]),
            ("resend-otp", json!({"registration_id": "x"}), vec!["body.registration_id"]),
            ("verify-otp", json!({"registration_id": "x", "otp": "12345"}), vec!["body.registration_id", "body.otp"]),
            ("verify-otp", json!({"registration_id": id, "otp": "12e456"}), vec!["body.otp"]),
            ("set-password", json!({"registration_id": id, "password": "nul\0nul\0nul"}), vec!["body.password"]),
            ("complete", json!({"registration_id": id, "username": "a@b.example"}), vec!["body.username"]),
            ("complete", json!({"registration_id": id, "username": "zero\u{200b}width"}), vec!["body.username"]),
            ("complete", json!({"registration_id": id, "username": "x", "full_name": "a\r\nBcc: b"}), vec!["body.username", "body.full_name"]),
            ("complete", json!({"registration_id": id, "full_name": "x".repeat(256)}), vec!["body.full_name"]),
        ];
        for (step, body, fields) in cases {
            let reply = client.post(&format!("/auth/register/{step}"), &body).await.expect_problem(422, "validation_failed");
            assert_eq!(reply.error_fields(), fields, "{step} {body}");
        }
    }

    // F2r
    async fn fields_that_are_not_asked_for_are_never_assigned(app: App) {
        let client = app.client();
        let pending = Pending::with_password(client).await;
        let body = json!({
            "registration_id": pending.id, "is_superuser": true, "is_active": false,
            "id": "00000000-0000-0000-0000-000000000001", "email": "other@example.com",
        });
        let user = client.post("/auth/register/complete", &body).await.expect(201).json()["user"].clone();
        assert_eq!(user["is_superuser"], false);
        assert_eq!(user["is_active"], true);
        assert_eq!(user["email"], pending.email.as_str());
        assert_ne!(user["id"], body["id"]);
    }
}

// A10: as far as one registration goes; its address has a quota of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_further_code_waits_a_minute_and_comes_five_times() {
    for set_up in [SetUp::Embedded, SetUp::ScaleOut] {
        let app =
            App::start_with(set_up, &[("PORTICO__LIMITS__CODES_PER_ADDRESS", "100/1h")]).await;
        let (pending, _) = Pending::with_code(app.client()).await;
        let early = pending
            .resend()
            .await
            .expect_problem(429, "too_many_requests");
        let wait: u64 = early
            .header("retry-after")
            .parse()
            .expect("a number of seconds");
        assert!((1..=60).contains(&wait), "{wait}");
        for _ in 0..5 {
            app.clock().advance(MINUTE);
            let _ = pending.resend().await.expect(202);
        }
        app.clock().advance(MINUTE);
        let _ = pending
            .resend()
            .await
            .expect_problem(429, "too_many_requests");
    }
}

/// Completes a registration under a username made of `name`, unique to the test's server.
async fn complete_as(pending: &Pending<'_>, name: &str) -> (u16, String) {
    let reply = pending.complete(name).await;
    let code = reply.json()["code"].as_str().unwrap_or_default().to_owned();
    (reply.status, code)
}

/// A well-formed code that is not this one.
fn another(code: &str) -> String {
    let last = code
        .chars()
        .last()
        .and_then(|digit| digit.to_digit(10))
        .expect("a digit");
    format!("{}{}", &code[..code.len() - 1], (last + 1) % 10)
}
