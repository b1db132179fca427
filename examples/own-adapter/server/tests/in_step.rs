//! This workspace goes with Portico's: the same versions of what both use, the same lints, the same profile. `make
//! generated` brings the lock file into step again.

use std::collections::{BTreeMap, BTreeSet};

const OURS: [&str; 2] = [
    include_str!("../../Cargo.toml"),
    include_str!("../../Cargo.lock"),
];
const PORTICOS: [&str; 2] = [
    include_str!("../../../../Cargo.toml"),
    include_str!("../../../../Cargo.lock"),
];

/// The versions of each package of a lock file.
fn versions(lock: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut versions = BTreeMap::<_, BTreeSet<_>>::new();
    for package in lock.split("[[package]]").skip(1) {
        let mut lines = package.trim().lines();
        if let (Some(name), Some(version)) = (lines.next(), lines.next()) {
            versions.entry(name).or_default().insert(version);
        }
    }
    versions
}

/// The sections of a manifest whose names begin so.
fn sections(manifest: &'static str, prefix: &str) -> Vec<&'static str> {
    let sections = manifest.split("\n[").map(str::trim);
    sections.filter(|text| text.starts_with(prefix)).collect()
}

#[test]
fn what_both_use_has_the_same_versions() {
    let (ours, porticos) = (versions(OURS[1]), versions(PORTICOS[1]));
    assert!(ours.len() > 100, "{ours:?}");
    for (name, ours) in ours {
        if let Some(porticos) = porticos.get(name) {
            assert!(ours.is_subset(porticos), "{name}: {ours:?}, {porticos:?}");
        }
    }
}

// Another profile would build every dependency once more.
#[test]
fn lints_and_profile_are_the_same() {
    for prefix in ["workspace.lints", "profile.dev"] {
        let [ours, porticos] = [OURS[0], PORTICOS[0]].map(|manifest| sections(manifest, prefix));
        assert_eq!(ours.len(), 2, "{prefix}");
        assert_eq!(ours, porticos, "{prefix}");
    }
}
