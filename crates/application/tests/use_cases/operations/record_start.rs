//! A process begins.

use domain::ports::StorageError;
use portico_application::operations::RecordStart;

use crate::world::a_world;

// H4
#[tokio::test]
async fn each_start_is_an_audit_event() {
    let world = a_world().await;
    let record = RecordStart::new(&world.ports);
    for command in ["serve", "worker"] {
        record.execute(command).await.expect("an event");
        let event = format!("server.started success {command}");
        assert_eq!(world.tables.last_audit().await, event);
    }
    world.faults.lose_storage();
    let failed = record.execute("serve").await;
    assert!(matches!(failed, Err(StorageError::Unavailable(_))));
}
