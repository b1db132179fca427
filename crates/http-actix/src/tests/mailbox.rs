//! The built-in mailbox.

use std::sync::{Arc, Mutex};

use actix_web::http::Method;
use actix_web::test::TestRequest;
use actix_web::web::Data;
use async_trait::async_trait;
use domain::mail::{RenderedMail, StoredMail, StoredMailId};
use domain::ports::{Mailbox, MailboxError};
use domain::timestamp::Timestamp;
use serde_json::json;
use utoipa_actix_web::service_config::ServiceConfig;

use super::stack::{Reply, ask_of, settings};
use crate::mailbox;

struct Caught(Mutex<Vec<StoredMail>>);

#[async_trait]
impl Mailbox for Caught {
    async fn list(&self, to: Option<&str>) -> Result<Vec<StoredMail>, MailboxError> {
        let mails = self.0.lock().unwrap();
        let wanted = |mail: &&StoredMail| to.is_none_or(|to| mail.to == to);
        Ok(mails.iter().filter(wanted).cloned().collect())
    }

    async fn clear(&self) -> Result<(), MailboxError> {
        self.0.lock().unwrap().clear();
        Ok(())
    }
}

fn a_mail(to: &str, subject: &str) -> StoredMail {
    StoredMail {
        id: StoredMailId::from_stored("1".to_owned()),
        to: to.to_owned(),
        from: "Portico <no-reply@localhost>".to_owned(),
        sent_at: Timestamp::from_unix_micros(1_700_000_000_123_456),
        content: RenderedMail {
            subject: subject.to_owned(),
            text: "Code 042917".to_owned(),
            html: "<p class=\"code\">042917</p>".to_owned(),
        },
    }
}

fn a_mailbox() -> Arc<Caught> {
    let mails = vec![a_mail("a@b.cd", "<b>Hello</b>"), a_mail("e@f.gh", "Second")];
    Arc::new(Caught(Mutex::new(mails)))
}

async fn ask(mailbox: &Arc<Caught>, method: Method, path: &str) -> Reply {
    let port: Arc<dyn Mailbox> = mailbox.clone();
    let routes = move |config: &mut ServiceConfig<'_>| {
        config.app_data(Data::from(port));
        mailbox::routes(config);
    };
    let request = TestRequest::with_uri(path).method(method);
    ask_of(settings("http://api.example"), routes, request).await
}

#[actix_web::test]
async fn mails_are_listed_and_found_by_recipient() {
    let mailbox = a_mailbox();

    let all = ask(&mailbox, Method::GET, "/dev/mailbox/messages").await;
    assert_eq!(all.json().as_array().unwrap().len(), 2);
    let one = ask(&mailbox, Method::GET, "/dev/mailbox/messages?to=e%40f.gh").await;
    assert_eq!(
        one.json(),
        json!([{
            "id": "1", "to": "e@f.gh", "from": "Portico <no-reply@localhost>", "subject": "Second",
            "text": "Code 042917", "html": "<p class=\"code\">042917</p>",
            "sent_at": "2023-11-14T22:13:20.123456Z",
        }])
    );
}

#[actix_web::test]
async fn the_page_escapes_everything_and_runs_nothing() {
    let page = ask(&a_mailbox(), Method::GET, "/dev/mailbox").await;

    assert!(page.header("content-type").starts_with("text/html"));
    let html = page.text();
    assert!(html.contains("&lt;b&gt;Hello&lt;/b&gt;") && !html.contains("<b>Hello"));
    assert!(html.contains(r#"sandbox="""#));
    assert!(html.contains(r#"srcdoc="&lt;p class=&quot;code&quot;&gt;042917&lt;/p&gt;""#));
    assert!(
        page.header("content-security-policy")
            .contains("default-src 'none'")
    );
}

#[actix_web::test]
async fn a_query_that_cannot_be_read_is_422() {
    let reply = ask(&a_mailbox(), Method::GET, "/dev/mailbox/messages?to=a&to=b").await;

    reply.assert_problem(422, "validation_failed");
    assert_eq!(reply.json()["errors"][0]["loc"], json!(["query"]));
}

#[actix_web::test]
async fn emptying_leaves_nothing() {
    let mailbox = a_mailbox();

    assert_eq!(
        ask(&mailbox, Method::DELETE, "/dev/mailbox/messages")
            .await
            .status,
        204
    );
    let left = ask(&mailbox, Method::GET, "/dev/mailbox/messages").await;
    assert_eq!(left.json(), json!([]));
}

#[actix_web::test]
async fn a_page_from_elsewhere_cannot_empty_it() {
    let mailbox = a_mailbox();

    ask(&mailbox, Method::POST, "/dev/mailbox/messages")
        .await
        .assert_problem(405, "method_not_allowed");
    assert_eq!(mailbox.0.lock().unwrap().len(), 2);
}
