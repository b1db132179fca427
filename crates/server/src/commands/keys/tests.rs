use std::fs;

use clap::Parser;

use super::*;

const RING: &str = "k1:Lk4zT1mB0vJx2cO8_9sWq7YtR5eU3iPaGhDfSjKlZ-Y";

const STAGE: Step = Step {
    stage: true,
    promote: false,
    retire: false,
};
const PROMOTE: Step = Step {
    stage: false,
    promote: true,
    retire: false,
};
const RETIRE: Step = Step {
    stage: false,
    promote: false,
    retire: true,
};

fn sources(name: &str, value: &str) -> Sources {
    Sources {
        variables: [(name.to_owned(), value.to_owned())].into(),
        ..Sources::default()
    }
}

fn configured(ring: &str) -> Sources {
    sources("PORTICO__TOKENS__KEYS", ring)
}

fn run(step: Step, sources: &Sources) -> Result<String, String> {
    rotate(step, sources, &SystemSecrets).map_err(|error| error.to_string())
}

// D7: each step prints the value that the next one starts from.
#[test]
fn a_configured_ring_is_printed_after_every_step() {
    let staged = run(STAGE, &configured(RING)).unwrap();
    let (first, second) = staged.split_once(",+").unwrap();
    assert_eq!(first, RING);
    let promoted = run(PROMOTE, &configured(&staged)).unwrap();
    assert_eq!(promoted, format!("{second},{RING}"));
    let retired = run(RETIRE, &configured(&promoted)).unwrap();
    assert_eq!(retired, second);
}

// D7
#[test]
fn a_kept_ring_is_rewritten_and_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token-keys");
    fs::write(&path, RING).unwrap();
    let sources = sources("PORTICO__DATA_DIR", folder.path().to_str().unwrap());
    for step in [STAGE, PROMOTE, RETIRE] {
        let line = run(step, &sources).unwrap();
        let ring = fs::read_to_string(&path).unwrap();
        let keys = ring
            .trim()
            .split(',')
            .filter_map(|entry| entry.split_once(':'));
        assert!(keys.clone().count() > 0);
        for (_, key) in keys {
            assert!(!line.contains(key));
        }
    }
    assert!(!fs::read_to_string(&path).unwrap().contains("k1:"));
}

#[test]
fn a_step_that_makes_no_sense_is_refused_in_a_clear_line() {
    let staged = run(STAGE, &configured(RING)).unwrap();
    let refusals = [
        (PROMOTE, RING, "no key is staged"),
        (RETIRE, RING, "no old key to retire"),
        (RETIRE, staged.as_str(), "no old key to retire"),
        (STAGE, staged.as_str(), "is staged already"),
    ];
    for (step, ring, reason) in refusals {
        let line = run(step, &configured(ring)).unwrap_err();
        assert!(line.contains(reason), "{line}");
    }
}

#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    action: Action,
}

#[test]
fn a_rotation_takes_exactly_one_step() {
    let parse = |words: &[&str]| {
        let words = ["keys", "rotate"].iter().chain(words);
        Line::try_parse_from(words).map(|line| line.action)
    };
    assert!(matches!(
        parse(&["--promote"]),
        Ok(Action::Rotate(Step { promote: true, .. }))
    ));
    assert!(parse(&[]).is_err());
    assert!(parse(&["--stage", "--promote"]).is_err());
}

/// A folder, and settings whose database is a file in it.
fn in_a_folder() -> (tempfile::TempDir, Settings) {
    let folder = tempfile::tempdir().unwrap();
    let sources = sources("PORTICO__DATA_DIR", folder.path().to_str().unwrap());
    let settings = Settings::load(&sources).unwrap();
    (folder, settings)
}

// D7, H4
#[test]
fn a_step_is_written_into_the_audit_log() {
    let (_folder, settings) = in_a_folder();
    let schema = async { Ok(storage::open(&settings).await?.schema.up().await?) };
    block_on(schema).unwrap();
    for step in [STAGE, PROMOTE, RETIRE] {
        block_on(record(step, settings.clone())).unwrap();
    }
}

// Where there is no database, or none with a schema, that is said; no file is made.
#[test]
fn what_the_audit_log_cannot_be_told_is_an_error_in_a_clear_line() {
    let (folder, settings) = in_a_folder();
    let line = block_on(record(STAGE, settings.clone())).unwrap_err();
    assert!(line.to_string().starts_with("database: "), "{line}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    block_on(async { storage::open(&settings).await.map(drop) }).unwrap();
    assert!(block_on(record(STAGE, settings)).is_err());
}
