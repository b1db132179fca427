//! Lets each call to storage fail in turn.

use std::fmt::Debug;

use portico_application::{Failure, UseCaseError};

use super::World;

/// Runs a use case again and again, with its first, second, third, ... call to storage failing, until one
/// run has no failing call; each failed run must say so and leave the tables as they were (A13, I3).
/// Gives the number of calls.
pub(crate) async fn every_fault_leaves_nothing<T: Debug, R: Debug>(
    world: &World,
    run: impl AsyncFn() -> Result<T, UseCaseError<R>>,
) -> u32 {
    let before = world.tables.dump().await;
    let mut call = 1;
    loop {
        world.faults.fail_at(call);
        let result = run().await;
        world.faults.heal();
        match result {
            Err(UseCaseError::Failed(Failure::Storage(_))) => {
                assert_eq!(world.tables.dump().await, before, "after call {call}");
            }
            Ok(_) | Err(UseCaseError::Refused(_)) => return call - 1,
            Err(UseCaseError::Failed(other)) => panic!("call {call}: {other:?}"),
        }
        call += 1;
    }
}
