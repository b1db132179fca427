//! The contract of [`SecretGenerator`].

use std::collections::HashSet;

use domain::ports::SecretGenerator;

const EXPECTED_PER_VALUE: u32 = 4_096;
/// Chi-square over 256 values has mean 255 and standard deviation 22.6; this is six deviations above,
/// which a fair source passes once in some 100 million runs.
const MOST_CHI_SQUARE: f64 = 391.0;

/// Every byte value comes equally often.
pub fn bytes_are_uniform(secrets: &dyn SecretGenerator) {
    let mut bytes = vec![0; 256 * EXPECTED_PER_VALUE as usize];
    secrets.fill(&mut bytes);
    let mut counts = [0_u32; 256];
    for byte in bytes {
        counts[usize::from(byte)] += 1;
    }
    let expected = f64::from(EXPECTED_PER_VALUE);
    let deviation = |count: u32| (f64::from(count) - expected).powi(2) / expected;
    let chi_square: f64 = counts.into_iter().map(deviation).sum();
    assert!(chi_square < MOST_CHI_SQUARE, "chi-square is {chi_square}");
}

/// As little as a code or a key is drawn at a time, and no two are alike.
pub fn runs_do_not_repeat(secrets: &dyn SecretGenerator) {
    let mut seen = HashSet::new();
    for _ in 0..10_000 {
        let mut run = [0_u8; 16];
        secrets.fill(&mut run);
        assert!(seen.insert(run), "a run of 16 bytes came twice");
    }
}

/// The last byte of a buffer of any length is drawn as well as the first.
pub fn the_whole_buffer_is_filled(secrets: &dyn SecretGenerator) {
    for length in 1..=33 {
        let is_drawn = |_| {
            let mut buffer = vec![0_u8; length];
            secrets.fill(&mut buffer);
            buffer.last() != Some(&0)
        };
        assert!(
            (0..20).any(is_drawn),
            "the end of {length} bytes stays zero"
        );
    }
}

/// Runs the contract of `SecretGenerator` on an adapter.
#[macro_export]
macro_rules! secret_generator_contract {
    ($adapter:expr) => {
        $crate::__cases!(
            secret_generator,
            $adapter,
            bytes_are_uniform,
            runs_do_not_repeat,
            the_whole_buffer_is_filled,
        );
    };
}
