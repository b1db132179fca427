//! Whether the machine's clock and the database's agree.

use std::time::Duration;

use domain::ports::HealthProbe;
use domain::timestamp::Timestamp;

use super::Finding;
use crate::ServerBuilder;

const CLOCK: &str = "clock";
/// Less says nothing: the question and its answer take time too.
const UNREMARKABLE: Duration = Duration::from_secs(1);

/// No rule takes the time from the database (I16). A difference shows that one of the two clocks is wrong, and wrong
/// clocks make instances refuse each other's tokens (D6).
pub(super) async fn skew(database: &dyn HealthProbe, builder: &ServerBuilder) -> Finding {
    let clock = builder.clock();
    let asked_at = clock.now();
    match database.clock().await {
        Ok(Some(theirs)) => {
            let taken = clock.now().since(asked_at);
            let ours = asked_at.plus(taken / 2);
            judge(ours, theirs, builder.settings().sessions.leeway)
        }
        Ok(None) => Finding::ok(CLOCK, "the database has no clock of its own"),
        Err(reason) => Finding::warn(CLOCK, format!("{reason}; see to the database first")),
    }
}

fn judge(ours: Timestamp, theirs: Timestamp, leeway: Duration) -> Finding {
    let skew = ours.since(theirs).max(theirs.since(ours));
    let words = format!("{:.1} s off the database's", skew.as_secs_f64());
    let advice = "see that both machines keep their time by NTP";
    if skew <= UNREMARKABLE {
        Finding::ok(CLOCK, words)
    } else if skew <= leeway {
        Finding::warn(CLOCK, format!("{words}; {advice}"))
    } else {
        Finding::fail(CLOCK, format!("{words}; {advice}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // D6
    #[test]
    fn a_clock_is_wrong_beyond_the_leeway_of_tokens_in_either_direction() {
        let now = Timestamp::from_unix_seconds(1_800_000_000);
        for (millis, begins) in [(900, "ok"), (4_900, "warn"), (5_100, "fail")] {
            let skew = Duration::from_millis(millis);
            for theirs in [now.plus(skew), now.minus(skew)] {
                let line = judge(now, theirs, Duration::from_secs(5)).to_string();
                assert!(line.starts_with(begins), "{line}");
            }
        }
    }
}
