//! A superuser looks at the recovery mail of an account.

use domain::link::LinkToken;
use domain::request_origin::RequestOrigin;
use portico_application::recovery::UnknownAddress;
use portico_application::{Failure, UseCaseError};

use super::{INVALID, kim};
use crate::world::{NEW_PASSWORD, World, address, every_fault_leaves_nothing};

type Preview = Result<domain::mail::RenderedMail, UseCaseError<UnknownAddress>>;

async fn preview(world: &World, email: &str) -> Preview {
    let root = port_contracts::fixtures::a_user().superuser().build();
    let nowhere = RequestOrigin::default();
    let preview = world.recovery().preview;
    preview.execute(&address(email), root.id, &nowhere).await
}

// The mail as it would be, with a link that is no way into the account.
#[tokio::test]
async fn the_mail_is_shown_with_a_link_that_does_not_work() {
    let (world, _) = kim().await;
    let real = world.recovery_link("kim@example.com").await;
    let shown = preview(&world, "KIM@example.com").await.expect("a mail");
    assert_eq!((&*shown.subject, &*shown.html), ("recovery", "1800"));
    let token = LinkToken::parse(&shown.text).expect("a token");
    assert_eq!(world.reset(&token, NEW_PASSWORD).await, INVALID);
    assert_eq!(world.reset(&real, NEW_PASSWORD).await, Ok(()));
}

// H4
#[tokio::test]
async fn who_looked_is_written_down_and_nobody_is_mailed() {
    let (world, _) = kim().await;
    let mails = world.post.delivered().len();
    assert!(preview(&world, "kim@example.com").await.is_ok());
    assert_eq!(
        world.tables.last_audit().await,
        "recovery.previewed success"
    );
    assert_eq!(world.deliver().await, []);
    assert_eq!(world.post.delivered().len(), mails);
}

#[tokio::test]
async fn an_unknown_address_has_no_mail() {
    let (world, _) = kim().await;
    let unknown = Err(UseCaseError::Refused(UnknownAddress));
    assert_eq!(preview(&world, "nobody@example.com").await, unknown);
}

#[tokio::test]
async fn a_template_that_fails_is_a_failure_and_no_event() {
    let (world, _) = kim().await;
    let before = world.tables.dump().await;
    world.post.lose_words();
    let answer = preview(&world, "kim@example.com").await;
    let failed = matches!(answer, Err(UseCaseError::Failed(Failure::Words(_))));
    assert!(failed, "{answer:?}");
    assert_eq!(world.tables.dump().await, before);
}

// H4: what cannot be written down is not shown.
#[tokio::test]
async fn a_failure_of_any_repository_shows_nothing() {
    let (world, _) = kim().await;
    let run = async || preview(&world, "kim@example.com").await;
    // look-up, begin, audit event, commit
    assert_eq!(every_fault_leaves_nothing(&world, run).await, 4);
}
