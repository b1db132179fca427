//! The mail that shows that mail works.

use portico_application::mail::SendTestMail;

use crate::world::{a_world, address, every_fault_leaves_nothing};

#[tokio::test]
async fn a_test_mail_goes_where_it_should() {
    let world = a_world().await;
    let send = SendTestMail::new(&world.ports);
    let promised = send.execute(&address("root@example.com")).await;
    promised.expect("a promise");
    assert_eq!(world.tables.job_kinds().await, ["test_mail"]);

    world.deliver().await;

    let mail = world.post.last();
    assert_eq!(mail.to, address("root@example.com"));
    assert_eq!(mail.content.subject, "test");
}

// I3
#[tokio::test]
async fn a_failure_of_any_repository_leaves_nothing() {
    let world = a_world().await;
    let send = SendTestMail::new(&world.ports);
    let run = async || send.execute(&address("root@example.com")).await;
    // begin, enqueue, commit
    assert_eq!(every_fault_leaves_nothing(&world, run).await, 3);
}
