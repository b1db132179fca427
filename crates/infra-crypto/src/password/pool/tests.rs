//! C8: a bounded number at a time, a bounded wait, and nothing lost.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use domain::ports::HashingError;
use tokio::task::{JoinSet, yield_now};
use tokio::time::timeout;

use super::HashPool;
use super::load::Load;

fn size(permits: usize) -> NonZeroUsize {
    NonZeroUsize::new(permits).unwrap()
}

/// A pool of one permit in which a piece of work is thought to take 300 ms: six may wait.
fn a_pool() -> Arc<HashPool> {
    Arc::new(HashPool::new(size(1), Duration::from_millis(300)))
}

/// Work that goes on until the sender is dropped or sends.
fn lasting_work() -> (Sender<()>, impl FnOnce() + Send + 'static) {
    let (end, until): (Sender<()>, Receiver<()>) = channel();
    (end, move || {
        let _ = until.recv();
    })
}

/// Begins a piece of lasting work and six that wait behind it.
async fn fill(pool: &Arc<HashPool>, tasks: &mut JoinSet<Result<(), HashingError>>) -> Sender<()> {
    let (end, work) = lasting_work();
    let busy = Arc::clone(pool);
    tasks.spawn(async move { busy.run(work).await });
    for _ in 0..6 {
        let waiting = Arc::clone(pool);
        tasks.spawn(async move { waiting.run(|| ()).await });
    }
    while pool.load.inside() < 7 {
        yield_now().await;
    }
    end
}

// C8
#[tokio::test]
async fn what_would_wait_too_long_is_refused_at_once() {
    let (pool, mut tasks) = (a_pool(), JoinSet::new());
    let end = fill(&pool, &mut tasks).await;

    let refused = timeout(Duration::from_millis(50), pool.run(|| ())).await;

    let retry_after = Duration::from_millis(2100);
    assert_eq!(refused, Ok(Err(HashingError::Overloaded { retry_after })));
    drop(end);
}

// C8
#[tokio::test]
async fn what_waits_is_done_in_the_end_and_every_place_comes_back() {
    let (pool, mut tasks) = (a_pool(), JoinSet::new());
    drop(fill(&pool, &mut tasks).await);

    while let Some(done) = tasks.join_next().await {
        assert_eq!(done.unwrap(), Ok(()));
    }
    assert_eq!(pool.load.inside(), 0);
    assert_eq!(pool.permits.available_permits(), 1);
}

// C8, I19
#[tokio::test]
async fn callers_that_go_away_leave_the_queue() {
    let (pool, mut tasks) = (a_pool(), JoinSet::new());
    let end = fill(&pool, &mut tasks).await;

    tasks.shutdown().await;

    // The work that had begun goes on without its caller.
    assert_eq!(pool.load.inside(), 1);
    assert_eq!(pool.permits.available_permits(), 0);
    drop(end);
    assert_eq!(pool.run(|| 7).await, Ok(7));
    assert_eq!(pool.load.inside(), 0);
    assert_eq!(pool.permits.available_permits(), 1);
}

// C8
#[tokio::test]
async fn work_that_panics_gives_its_place_back() {
    let pool = a_pool();
    let failed = pool.run(|| panic!("a piece of work that panics")).await;
    assert!(matches!(failed, Err::<(), _>(HashingError::Failed(_))));
    assert_eq!(pool.load.inside(), 0);
    assert_eq!(pool.permits.available_permits(), 1);
}

// C8
#[tokio::test]
async fn no_more_run_at_once_than_there_are_permits() {
    let pool = Arc::new(HashPool::new(size(2), Duration::from_millis(1)));
    let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let mut tasks = JoinSet::new();
    for _ in 0..50 {
        let (pool, running, most) = (Arc::clone(&pool), Arc::clone(&running), Arc::clone(&most));
        tasks.spawn(async move {
            pool.run(move || {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::sleep(Duration::from_millis(1));
                running.fetch_sub(1, Ordering::SeqCst);
            })
            .await
        });
    }
    tasks
        .join_all()
        .await
        .into_iter()
        .for_each(|done| assert_eq!(done, Ok(())));
    assert_eq!(most.load(Ordering::SeqCst), 2);
}

#[test]
fn a_pool_at_rest_takes_work_of_any_length() {
    let load = Arc::new(Load::new(size(1), Duration::from_hours(1)));
    assert!(Load::enter(&load).is_ok());
}

#[test]
fn the_estimate_follows_what_was_measured() {
    let load = Arc::new(Load::new(size(1), Duration::from_secs(10)));
    let at_work = Load::enter(&load).unwrap();
    assert!(Load::enter(&load).is_err());

    at_work.leave_after(Duration::from_millis(1));
    for _ in 0..40 {
        Load::enter(&load)
            .unwrap()
            .leave_after(Duration::from_millis(1));
    }

    let _at_work = Load::enter(&load).unwrap();
    assert!(Load::enter(&load).is_ok());
}
