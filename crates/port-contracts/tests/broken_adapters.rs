//! A suite that cannot fail proves nothing: each adapter here breaks its contract, and is caught.

use domain::ports::{Clock, IdGenerator, JobSignal, JobSignalError, JobWakeUps, SecretGenerator};
use domain::timestamp::Timestamp;
use portico_port_contracts::doubles::SequentialIds;
use portico_port_contracts::fixtures::{A_MOMENT, an_id};
use portico_port_contracts::{async_trait, clock, id_generator, job_signal, run, secret_generator};
use uuid::Uuid;

struct NeverSet;

impl Clock for NeverSet {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_seconds(0)
    }
}

#[test]
#[should_panic(expected = "the clock says")]
fn a_clock_that_was_never_set_is_caught() {
    clock::tells_a_plausible_time(&NeverSet);
}

/// Gives one id for ever, or ids that run backwards.
struct Stuck(Uuid);

impl IdGenerator for Stuck {
    fn ordered(&self, now: Timestamp) -> Uuid {
        let mirrored = 2 * A_MOMENT.unix_micros() - now.unix_micros();
        SequentialIds::new().ordered(Timestamp::from_unix_micros(mirrored))
    }

    fn random(&self) -> Uuid {
        self.0
    }
}

#[test]
#[should_panic(expected = "assertion")]
fn repeated_ids_are_caught() {
    id_generator::never_repeats(&Stuck(an_id()));
}

#[test]
#[should_panic(expected = "assertion")]
fn ids_that_run_backwards_are_caught() {
    id_generator::ordered_ids_follow_time(&Stuck(an_id()));
}

/// Never gives the highest value, as a careless reduction would.
struct Skewed;

impl SecretGenerator for Skewed {
    fn fill(&self, buffer: &mut [u8]) {
        for (byte, value) in buffer.iter_mut().zip((0..=254).cycle()) {
            *byte = value;
        }
    }
}

#[test]
#[should_panic(expected = "chi-square")]
fn skewed_bytes_are_caught() {
    secret_generator::bytes_are_uniform(&Skewed);
}

#[test]
#[should_panic(expected = "came twice")]
fn a_repeated_run_is_caught() {
    secret_generator::runs_do_not_repeat(&Skewed);
}

/// Gives every signal to nobody.
struct Deaf;

#[async_trait]
impl JobSignal for Deaf {
    async fn notify(&self) -> Result<(), JobSignalError> {
        Ok(())
    }

    async fn subscribe(&self) -> Result<Box<dyn JobWakeUps>, JobSignalError> {
        Err(JobSignalError("nobody listens".to_owned()))
    }
}

#[test]
#[should_panic(expected = "nobody could subscribe")]
fn a_signal_that_wakes_nobody_is_caught() {
    run(job_signal::every_subscriber_is_woken(&Deaf));
}
