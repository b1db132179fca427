//! What an outcome writes.

use domain::job::{JobOutcome, JobState};
use domain::timestamp::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{EntityTrait, UpdateMany};

use super::entity::{Column, Entity};

/// Most characters that are kept of an error.
const MAX_ERROR: usize = 2_000;

/// The update for an outcome, without the condition that the job is held. The lease ends in any case.
pub(crate) fn update(outcome: &JobOutcome, now: Timestamp) -> UpdateMany<Entity> {
    let update = Entity::update_many().col_expr(Column::Lease, Expr::value(None::<uuid::Uuid>));
    match outcome {
        // Nobody opens it again, and even sealed it need not outlive its purpose (H3).
        JobOutcome::Succeeded => {
            finish(update, JobState::Succeeded, now).col_expr(Column::Payload, Expr::value(""))
        }
        JobOutcome::Dead { error } => fail(finish(update, JobState::Dead, now), error),
        JobOutcome::Retry { run_at, error } => {
            let run_at = Expr::value(run_at.unix_micros());
            fail(queue(update, run_at.clone()), error).col_expr(Column::RunAt, run_at)
        }
        JobOutcome::Released => queue(update, Expr::col(Column::RunAt))
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).sub(1)),
    }
}

/// What went wrong, if anything did, as it is stored.
pub(crate) fn error(outcome: &JobOutcome) -> Option<String> {
    match outcome {
        JobOutcome::Retry { error, .. } | JobOutcome::Dead { error } => Some(storable(error)),
        JobOutcome::Succeeded | JobOutcome::Released => None,
    }
}

fn queue(update: UpdateMany<Entity>, due_at: Expr) -> UpdateMany<Entity> {
    update
        .col_expr(Column::State, Expr::value(JobState::Queued.as_str()))
        .col_expr(Column::DueAt, due_at)
}

fn finish(update: UpdateMany<Entity>, state: JobState, now: Timestamp) -> UpdateMany<Entity> {
    update
        .col_expr(Column::State, Expr::value(state.as_str()))
        .col_expr(Column::DueAt, Expr::value(None::<i64>))
        .col_expr(Column::FinishedAt, Expr::value(now.unix_micros()))
}

fn fail(update: UpdateMany<Entity>, error: &str) -> UpdateMany<Entity> {
    update.col_expr(Column::LastError, Expr::value(storable(error)))
}

/// Cut to its limit, and without NUL, which PostgreSQL's text cannot hold.
fn storable(error: &str) -> String {
    error
        .chars()
        .filter(|c| *c != '\0')
        .take(MAX_ERROR)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_cut_by_characters() {
        let text = "é".repeat(MAX_ERROR + 1);
        assert_eq!(storable(&text).chars().count(), MAX_ERROR);
    }

    #[test]
    fn an_error_has_no_nul() {
        assert_eq!(storable("a\0b"), "ab");
    }
}
