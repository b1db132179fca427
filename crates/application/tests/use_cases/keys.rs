//! What is written down of token keys.

use domain::ports::StorageError;
use portico_application::keys::RecordRotation;

use crate::world::a_world;

// D7, H4
#[tokio::test]
async fn each_step_of_a_rotation_is_an_audit_event() {
    let world = a_world().await;
    let record = RecordRotation::new(&world.ports.storage, &world.ports.system);
    for step in ["stage", "promote", "retire"] {
        record.execute(step).await.expect("an event");
        let event = format!("keys.rotated success {step}");
        assert_eq!(world.tables.last_audit().await, event);
    }
    world.faults.lose_storage();
    let failed = record.execute("stage").await;
    assert!(matches!(failed, Err(StorageError::Unavailable(_))));
}
