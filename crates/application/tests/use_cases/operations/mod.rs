//! What operators see and do (I4, H4).

mod cancel_job;
mod lists;
mod record_start;
mod retry_dead_jobs;
mod retry_job;

use std::ops::Deref;

use domain::job::{JobId, JobRecord, JobState};
use domain::ports::MailError;
use domain::request_origin::RequestOrigin;
use domain::user::UserId;
use port_contracts::fixtures::{a_full_origin, an_id};
use portico_application::operations::{ChangeJobCommand, ChangeJobRefusal, JobReport, UseCases};
use portico_application::{Policies, Ports, UseCaseError, job_handlers};

use crate::world::{World, a_world_with};

/// What becomes known of a mail that the relay refused for good.
const REFUSED: &str = "the mail server refused the mail: 550 no such mailbox";

type Changed = Result<JobRecord, UseCaseError<ChangeJobRefusal>>;

/// A world, and what its operators can do.
struct Desk {
    world: World,
    operations: UseCases,
}

async fn a_desk() -> Desk {
    a_desk_with(|_, _| ()).await
}

async fn a_desk_with(change: impl FnOnce(&mut Ports, &mut Policies)) -> Desk {
    let world = a_world_with(change).await;
    let operations = UseCases::new(&world.ports, &job_handlers(&world.ports));
    Desk { world, operations }
}

impl Deref for Desk {
    type Target = World;

    fn deref(&self) -> &World {
        &self.world
    }
}

impl Desk {
    /// A mail that waits.
    async fn a_waiting_job(&self) -> JobId {
        self.world.initiate("kim@example.com").await;
        self.newest().await.id
    }

    /// A mail that the relay refused for good.
    async fn a_dead_job(&self) -> JobId {
        let refusal = MailError::Permanent("550 no such mailbox".to_owned());
        self.world.post.fail_with(refusal);
        let id = self.a_waiting_job().await;
        self.world.deliver().await;
        assert_eq!(self.newest().await.state, JobState::Dead);
        id
    }

    async fn newest(&self) -> JobRecord {
        let mut jobs = self.list("").await.expect("a list");
        jobs.swap_remove(0)
    }

    async fn read(&self, id: JobId) -> JobReport {
        let report = self.operations.read_job.execute(id).await;
        report.expect("a job")
    }

    async fn retry(&self, id: JobId) -> Changed {
        let retry = &self.operations.retry_job;
        retry.execute(at_the_command_line(id)).await
    }

    async fn cancel(&self, id: JobId) -> Changed {
        let cancel = &self.operations.cancel_job;
        cancel.execute(at_the_command_line(id)).await
    }
}

fn at_the_command_line(id: JobId) -> ChangeJobCommand {
    ChangeJobCommand {
        id,
        actor: None,
        origin: RequestOrigin::default(),
    }
}

/// The same, wanted by this superuser.
fn wanted_by(actor: UserId, id: JobId) -> ChangeJobCommand {
    ChangeJobCommand {
        actor: Some(actor),
        origin: a_full_origin(),
        ..at_the_command_line(id)
    }
}

fn a_missing_job() -> JobId {
    JobId::from_uuid(an_id())
}
