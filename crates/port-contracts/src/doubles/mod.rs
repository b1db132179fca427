//! Stand-ins for the world that do the same in every run.

mod fixed_clock;
mod seeded_secrets;
mod sequential_ids;

pub use fixed_clock::FixedClock;
pub use seeded_secrets::SeededSecrets;
pub use sequential_ids::SequentialIds;
