//! Every delivery of one job is the same mail (I2, H3).

use std::time::Duration;

use domain::job::JobOutcome;
use domain::ports::MailError;

use crate::world::a_world;

const LEASE: Duration = Duration::from_mins(1);

// I2, H3
#[tokio::test]
async fn a_mail_that_is_tried_again_has_the_same_id_and_the_same_code() {
    let world = a_world().await;
    world.initiate("kim@example.com").await;
    for _ in 0..3 {
        let error = MailError::Transient("451 later".to_owned());
        world.post.fail_with(error);
        world.deliver().await;
        world.wait(LEASE);
    }
    world.deliver().await;
    let tried = world.post.tried();
    assert_eq!(tried.len(), 4);
    for mail in &tried {
        assert_eq!(mail.message_id, tried[0].message_id);
        assert_eq!(mail.content.text, tried[0].content.text);
    }
}

// I2: kill -9 after the server took the mail and before the job was marked.
#[tokio::test]
async fn a_mail_that_is_sent_twice_is_known_by_its_id() {
    let world = a_world().await;
    world.initiate("kim@example.com").await;
    for job in world.claim().await {
        assert_eq!(world.runner.attempt(&job).await, JobOutcome::Succeeded);
    }
    world.wait(LEASE);
    assert_eq!(world.deliver().await, [JobOutcome::Succeeded]);
    let mails = world.post.delivered();
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].message_id, mails[1].message_id);
    assert_eq!(mails[0].content.text, mails[1].content.text);
}

// I2
#[tokio::test]
async fn mails_of_different_jobs_have_different_ids() {
    let world = a_world().await;
    world.initiate("kim@example.com").await;
    world.initiate("kim@example.com").await;
    world.deliver().await;
    let mails = world.post.delivered();
    assert_ne!(mails[0].message_id, mails[1].message_id);
}

// I2
#[tokio::test]
async fn a_delivered_mail_is_not_sent_again() {
    let world = a_world().await;
    world.initiate("kim@example.com").await;
    world.deliver().await;
    world.wait(Duration::from_mins(5));
    assert_eq!(world.deliver().await, []);
    assert_eq!(world.post.delivered().len(), 1);
}

// F8r: mail goes to the stored address.
#[tokio::test]
async fn mail_goes_to_the_address_as_it_was_given() {
    let world = a_world().await;
    world
        .account("Kim.Example@B\u{FC}cher.example", "kim")
        .await;
    world.deliver().await;
    for mail in world.post.delivered() {
        assert_eq!(mail.to.as_str(), "Kim.Example@xn--bcher-kva.example");
    }
}
