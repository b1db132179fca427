//! Cases that look behind the ports.

use domain::job::{ClaimedJob, JobOutcome, JobPriority, NewJob};
use domain::ports::{
    JobSource, OnboardingQueries, SchemaError, SessionQueries, StorageError, UnitOfWork,
    UnitOfWorkFactory, UserQueries,
};
use domain::user::{LoginIdentifier, UserSearch};
use port_contracts::fixtures::{
    A_MOMENT, a_claim, a_job, a_question, a_registration, a_session_of, a_text_for, a_user,
    a_user_info_of,
};

use super::Subject;

// I15: an older binary must not work on what it does not understand.
pub(crate) async fn a_newer_schema_is_refused(subject: &Subject) {
    subject
        .execute("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 0)")
        .await;
    let too_new = SchemaError::TooNew("m9999_later".to_owned());
    let schema = &subject.database.schema;
    assert_eq!(schema.status().await, Err(too_new.clone()));
    assert_eq!(schema.up().await, Err(too_new.clone()));
    assert_eq!(schema.down(1).await, Err(too_new));
}

// An account that was there before accounts could be searched.
pub(crate) async fn an_older_account_is_found(subject: &Subject) {
    let user = a_user().with_full_name("Ada Lovelace").build();
    let mut unit = begin(subject).await;
    unit.users().insert(&user, None).await.unwrap();
    unit.commit().await.unwrap();
    go_back_before(subject, "m0008").await;
    let address = user.email.canonical();
    for text in [address, user.username.as_ref().unwrap().as_str(), "LOVE"] {
        let search = UserSearch::parse(text).unwrap();
        assert_eq!(
            UserQueries::count(subject.storage(), &search).await,
            Ok(1),
            "{text}"
        );
    }
    assert_eq!(
        UserQueries::find(subject.storage(), user.id).await,
        Ok(Some(user))
    );
}

// Jobs that were there before jobs had priorities, and stay when the step is taken back.
pub(crate) async fn older_jobs_are_normal(subject: &Subject) {
    let (normal, low) = (
        a_job().build(),
        a_job().of_priority(JobPriority::Low).build(),
    );
    let mut unit = begin(subject).await;
    assert_eq!(unit.jobs().enqueue(&normal).await, Ok(true));
    assert_eq!(unit.jobs().enqueue(&low).await, Ok(true));
    unit.commit().await.unwrap();
    go_back_before(subject, "m0013").await;
    let priorities = "SELECT CAST(COUNT(*) AS TEXT) FROM jobs WHERE priority = 1";
    assert_eq!(subject.text(priorities).await, "2");
    let claimed = subject.storage().claim(&a_claim(A_MOMENT)).await;
    assert_eq!(claimed.unwrap().len(), 2);
}

// The set that is shipped: of every kind one, none of which keeps anybody from going on.
pub(crate) async fn the_first_questions_are_asked(subject: &Subject) {
    let questions = subject.storage().questions().await.unwrap();
    let mut kinds: Vec<_> = questions.iter().map(|it| it.draft.kind.name()).collect();
    kinds.sort_unstable();
    let every_kind = [
        "boolean",
        "date",
        "multiple_choice",
        "number",
        "single_choice",
        "text",
    ];
    assert_eq!(kinds, every_kind);
    assert!(questions.iter().all(|it| !it.draft.required));
}

// F6r: whatever a use case forgets, no answer is left without its question.
pub(crate) async fn an_answered_question_cannot_go(subject: &Subject) {
    let (user, question) = (a_user().build(), a_question().build());
    let info = a_user_info_of(&user, vec![a_text_for(&question, "a")]);
    let mut unit = begin(subject).await;
    unit.users().insert(&user, None).await.unwrap();
    unit.questions().insert(&question).await.unwrap();
    assert_eq!(unit.user_infos().insert(&info).await, Ok(true));
    unit.commit().await.unwrap();
    let mut unit = begin(subject).await;
    let deleted = unit.questions().delete(question.id).await;
    assert!(is_failed(&deleted), "{deleted:?}");
}

// A row that the domain cannot hold is told of; it neither panics nor is it passed over.
pub(crate) async fn a_bad_row_is_an_error(subject: &Subject) {
    let user = a_user().with_username("grace").build();
    let session = a_session_of(&user).build();
    let registration = a_registration().build();
    let mut unit = begin(subject).await;
    unit.users().insert(&user, None).await.unwrap();
    unit.sessions().insert(&session).await.unwrap();
    unit.registrations().insert(&registration).await.unwrap();
    unit.commit().await.unwrap();
    subject.execute("UPDATE users SET email = 'nobody'").await;
    subject
        .execute("UPDATE registrations SET step = 'dance'")
        .await;

    let by_name = LoginIdentifier::parse("grace");
    let credentials = subject.storage().credentials(&by_name).await;
    assert!(is_failed(&credentials), "{credentials:?}");
    let found = SessionQueries::find(subject.storage(), session.id).await;
    assert!(is_failed(&found), "{found:?}");
    let mut unit = begin(subject).await;
    let locked = unit.registrations().lock(&registration.record().key).await;
    assert!(is_failed(&locked), "{locked:?}");
}

// D12: no token outlives its user.
pub(crate) async fn a_deleted_user_takes_its_sessions_along(subject: &Subject) {
    let user = a_user().build();
    let session = a_session_of(&user).build();
    let mut unit = begin(subject).await;
    unit.users().insert(&user, None).await.unwrap();
    unit.sessions().insert(&session).await.unwrap();
    unit.commit().await.unwrap();
    subject.execute("DELETE FROM users").await;
    assert_eq!(
        SessionQueries::find(subject.storage(), session.id).await,
        Ok(None)
    );
    let left = subject.text("SELECT CAST(COUNT(*) AS TEXT) FROM sessions");
    assert_eq!(left.await, "0");
}

pub(crate) async fn a_session_needs_its_user(subject: &Subject) {
    let nobody = a_user().build();
    let mut unit = begin(subject).await;
    let inserted = unit.sessions().insert(&a_session_of(&nobody).build()).await;
    assert!(is_failed(&inserted), "{inserted:?}");
}

// I4: an operator reads why a job is dead, however long the reason.
pub(crate) async fn a_long_error_is_cut_and_kept(subject: &Subject) {
    let job = claimed(subject, a_job().build()).await;
    let error = format!("\0{}", "é".repeat(3_000));
    let dead = JobOutcome::Dead { error };
    let settled = subject.storage().settle(job.id, job.lease, &dead, A_MOMENT);
    assert_eq!(settled.await, Ok(true));
    let kept = subject.text("SELECT last_error FROM jobs").await;
    assert_eq!(kept, "é".repeat(2_000));
}

// I2: what is finished is marked so, with its moment, and nobody holds it.
pub(crate) async fn a_finished_job_has_no_lease_and_an_end(subject: &Subject) {
    let job = claimed(subject, a_job().build()).await;
    let done = JobOutcome::Succeeded;
    let settled = subject.storage().settle(job.id, job.lease, &done, A_MOMENT);
    assert_eq!(settled.await, Ok(true));
    let finished = "SELECT state || ' ' || CAST(finished_at AS TEXT) FROM jobs \
                    WHERE lease IS NULL AND due_at IS NULL";
    let expected = format!("succeeded {}", A_MOMENT.unix_micros());
    assert_eq!(subject.text(finished).await, expected);
}

// I7: who finds every connection taken is told so in time, and the next one is served.
pub(crate) async fn a_full_pool_is_unavailable(subject: &Subject) {
    let mut open: Vec<Box<dyn UnitOfWork>> = Vec::new();
    let refusal = loop {
        match subject.storage().begin().await {
            Ok(unit) => open.push(unit),
            Err(refusal) => break refusal,
        }
    };
    assert!(
        matches!(refusal, StorageError::Unavailable(_)),
        "{refusal:?}"
    );
    assert!(!open.is_empty());
    drop(open);
    assert!(subject.storage().begin().await.is_ok());
}

/// Takes this step of the schema and all after it back, and takes them again.
async fn go_back_before(subject: &Subject, step: &str) {
    let schema = &subject.database.schema;
    let steps = schema.status().await.unwrap();
    let older = steps.iter().position(|it| it.name.starts_with(step));
    let newer = u32::try_from(steps.len() - older.unwrap()).unwrap();
    assert_eq!(schema.down(newer).await, Ok(()));
    assert_eq!(schema.up().await, Ok(()));
}

async fn begin(subject: &Subject) -> Box<dyn UnitOfWork> {
    subject.storage().begin().await.unwrap()
}

async fn claimed(subject: &Subject, job: NewJob) -> ClaimedJob {
    let mut unit = begin(subject).await;
    assert_eq!(unit.jobs().enqueue(&job).await, Ok(true));
    unit.commit().await.unwrap();
    let claimed = subject.storage().claim(&a_claim(A_MOMENT)).await;
    claimed.unwrap().remove(0)
}

fn is_failed<T>(result: &Result<T, StorageError>) -> bool {
    matches!(result, Err(StorageError::Failed(_)))
}
