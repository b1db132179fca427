//! What a contract cannot know: several processes on one folder, damaged files, and files that nobody needs.
#![expect(clippy::unwrap_used, reason = "a broken expectation is a failed test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use domain::cache::{CacheKey, CacheScope, CacheVersion};
use domain::ports::{CACHE_VERSION_TTL, Cache as _};
use domain::user::UserId;
use file_cache::FileCache;
use port_contracts::doubles::FixedClock;
use port_contracts::fixtures::{A_MOMENT, an_id};
use port_contracts::run;
use tempfile::TempDir;

const MINUTE: Duration = Duration::from_mins(1);

/// What one process has of a folder that others have too.
fn an_instance(folder: &TempDir, clock: &Arc<FixedClock>) -> FileCache {
    FileCache::open(folder.path(), clock.clone()).unwrap()
}

fn a_folder() -> (TempDir, Arc<FixedClock>) {
    (TempDir::new().unwrap(), Arc::new(FixedClock::at(A_MOMENT)))
}

fn a_version() -> CacheVersion {
    CacheVersion::from_uuid(an_id())
}

fn a_scope() -> CacheScope {
    CacheScope::ItemsOf(UserId::from_uuid(an_id()))
}

fn a_key(part: &str) -> CacheKey {
    CacheKey {
        scope: a_scope(),
        version: a_version(),
        part: part.to_owned(),
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap();
    files.map(|file| file.unwrap().path()).collect()
}

// I8: each instance has its own lock, as each process would.
#[test]
fn instances_that_share_a_folder_agree_on_a_version() {
    let (folder, clock) = a_folder();
    for _ in 0..20 {
        let scope = a_scope();
        let claimed = thread::scope(|threads| {
            let claim = || {
                let (cache, mut claimed) = (an_instance(&folder, &clock), None);
                run(async { claimed = cache.claim_version(&scope, a_version()).await.ok() });
                claimed.unwrap()
            };
            let racers: Vec<_> = (0..8).map(|_| threads.spawn(claim)).collect();
            let claimed = racers.into_iter().map(|racer| racer.join().unwrap());
            claimed.collect::<Vec<_>>()
        });
        assert!(claimed.iter().all(|version| *version == claimed[0]));
    }
}

// I9
#[test]
fn what_one_instance_keeps_and_renews_another_finds() {
    run(async {
        let (folder, clock) = a_folder();
        let [one, other] = [(); 2].map(|()| an_instance(&folder, &clock));
        let (key, fresh) = (a_key("page"), a_version());
        assert_eq!(one.put(&key, b"page", MINUTE).await, Ok(()));
        assert!(other.get(&key).await.unwrap().is_some());
        one.claim_version(&key.scope, key.version).await.unwrap();
        assert_eq!(other.renew_version(&key.scope, fresh).await, Ok(()));
        assert_eq!(one.version(&key.scope).await, Ok(Some(fresh)));
    });
}

#[test]
fn a_damaged_file_is_a_miss_and_is_replaced() {
    run(async {
        let (folder, clock) = a_folder();
        let cache = an_instance(&folder, &clock);
        let key = a_key("page");
        for (damage, fresh) in [("", a_version()), ("damaged, but long enough", a_version())] {
            cache.put(&key, b"page", MINUTE).await.unwrap();
            cache.renew_version(&key.scope, a_version()).await.unwrap();
            for kind in ["values", "versions"] {
                for file in files(&folder.path().join(kind)) {
                    fs::write(file, damage).unwrap();
                }
            }
            assert_eq!(cache.get(&key).await, Ok(None));
            assert_eq!(cache.version(&key.scope).await, Ok(None));
            assert_eq!(cache.claim_version(&key.scope, fresh).await, Ok(fresh));
        }
    });
}

// C7: the disk does not fill up with the pages of lists that have changed.
#[test]
fn files_whose_time_is_over_are_removed() {
    run(async {
        let (folder, clock) = a_folder();
        let cache = an_instance(&folder, &clock);
        for _ in 0..10 {
            let key = a_key("page");
            cache.claim_version(&key.scope, key.version).await.unwrap();
            cache.put(&key, b"page", MINUTE).await.unwrap();
        }
        let (values, versions) = (folder.path().join("values"), folder.path().join("versions"));
        fs::write(values.join(".left-by-a-crash"), "").unwrap();

        clock.advance(MINUTE);
        cache.put(&a_key("page"), b"page", MINUTE).await.unwrap();
        assert_eq!((files(&values).len(), files(&versions).len()), (1, 10));

        clock.advance(CACHE_VERSION_TTL);
        cache.put(&a_key("page"), b"page", MINUTE).await.unwrap();
        assert_eq!((files(&values).len(), files(&versions).len()), (1, 0));
    });
}

// F1r: pages hold what people wrote.
#[test]
fn nobody_else_on_the_machine_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt as _;

    run(async {
        let (folder, clock) = a_folder();
        let root = folder.path().join("cache");
        let cache = FileCache::open(&root, clock).unwrap();
        cache
            .put(&a_key("../../page"), b"page", MINUTE)
            .await
            .unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let values = root.join("values");
        assert_eq!((mode(&root), mode(&values)), (0o700, 0o700));
        let kept = files(&values);
        assert_eq!(
            kept.iter().map(|file| mode(file)).collect::<Vec<_>>(),
            [0o600]
        );
    });
}
