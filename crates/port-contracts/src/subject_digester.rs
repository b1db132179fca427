//! The contract of [`SubjectDigester`].

use domain::ports::SubjectDigester;

/// A count is found again by whom it counts.
pub fn one_subject_has_one_digest(digester: &dyn SubjectDigester) {
    let digest = || digester.digest("log-in", &["kim@example.com", "192.0.2.0/24"]);
    assert_eq!(digest(), digest());
}

/// What one limit holds says nothing about what another one does.
pub fn purposes_do_not_share(digester: &dyn SubjectDigester) {
    let digests = ["", "a", "b", "ab"].map(|purpose| digester.digest(purpose, &["kim"]));
    assert_all_differ(&digests);
}

const SPLITS: [&[&str]; 9] = [
    &[],
    &[""],
    &["", ""],
    &["abc"],
    &["abc", ""],
    &["", "abc"],
    &["a", "bc"],
    &["ab", "c"],
    &["a", "b", "c"],
];

/// Wherever the cut is, and however many parts there are, empty ones included.
pub fn parts_do_not_run_together(digester: &dyn SubjectDigester) {
    let mut digests: Vec<_> = SPLITS
        .iter()
        .map(|parts| digester.digest("log-in", parts))
        .collect();
    // Nor does the purpose run into the parts.
    digests.push(digester.digest("log-ina", &["bc"]));
    digests.push(digester.digest("log-", &["inabc"]));
    assert_all_differ(&digests);
}

/// A request is known again by its fingerprint.
pub fn one_request_has_one_fingerprint(digester: &dyn SubjectDigester) {
    let fingerprint = || digester.fingerprint(&["a key", "a body"]);
    assert_eq!(fingerprint(), fingerprint());
}

/// Wherever the cut is, and however many parts there are.
pub fn parts_of_a_fingerprint_do_not_run_together(digester: &dyn SubjectDigester) {
    assert_all_differ(&SPLITS.map(|parts| digester.fingerprint(parts)));
}

/// Longer parts than any identifier, and such that hold what could separate parts.
pub fn any_text_can_be_a_part(digester: &dyn SubjectDigester) {
    let long = "é".repeat(100_000);
    let texts = ["a\0b", "a", "a:b", "a\u{1}b", long.as_str()];
    let mut digests = texts
        .map(|text| digester.digest("log-in", &[text]))
        .to_vec();
    digests.push(digester.digest("log-in", &["a", "b"]));
    assert_all_differ(&digests);
}

fn assert_all_differ(digests: &[[u8; 32]]) {
    for (at, digest) in digests.iter().enumerate() {
        assert!(
            !digests[..at].contains(digest),
            "the digest at {at} is an earlier one"
        );
    }
}

/// Runs the contract of `SubjectDigester` on an adapter.
#[macro_export]
macro_rules! subject_digester_contract {
    ($adapter:expr) => {
        $crate::__cases!(
            subject_digester,
            $adapter,
            one_subject_has_one_digest,
            purposes_do_not_share,
            parts_do_not_run_together,
            any_text_can_be_a_part,
            one_request_has_one_fingerprint,
            parts_of_a_fingerprint_do_not_run_together,
        );
    };
}
