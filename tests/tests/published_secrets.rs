//! Nothing that stands in this repository opens a production (D7, H1).
#![expect(clippy::expect_used, reason = "a broken expectation is a failed test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use server::settings::{Settings, Sources};

/// Where people copy from, and where tests keep theirs.
const FOLDERS: [&str; 9] = [
    "README.md",
    "config",
    "crates",
    "deploy",
    "docker",
    "docs",
    "examples",
    "scripts",
    "tests",
];
const MADE_BY_PROGRAMS: [&str; 4] = ["node_modules", "package-lock.json", "target", "vectors"];
/// 32 bytes in base64url.
const KEY_LENGTH: usize = 43;

fn files(path: &Path, found: &mut Vec<PathBuf>) {
    let is_made = path
        .file_name()
        .is_some_and(|name| MADE_BY_PROGRAMS.iter().any(|made| name == *made));
    if is_made {
        return;
    }
    match fs::read_dir(path) {
        Ok(entries) => {
            for entry in entries {
                files(&entry.expect("an entry").path(), found);
            }
        }
        Err(_) => found.push(path.to_owned()),
    }
}

/// Words that can be keys: as long as one, with capitals, small letters and digits.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
        .filter(|word| word.len() == KEY_LENGTH)
        .filter(|word| {
            let has = |kind: fn(&u8) -> bool| word.bytes().any(|byte| kind(&byte));
            has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit)
        })
}

fn refusal(variable: &str, value: &str) -> String {
    let variables = [
        ("PORTICO__ENVIRONMENT", "production"),
        ("PORTICO__HTTP__PUBLIC_URL", "https://accounts.example.com"),
        ("PORTICO__MAIL__URL", "smtps://mail.example.com"),
        (variable, value),
    ];
    let sources = Sources {
        variables: variables
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        ..Sources::default()
    };
    Settings::load(&sources)
        .expect_err("it is refused")
        .to_string()
}

#[test]
fn production_refuses_every_key_of_this_repository() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for folder in FOLDERS {
        files(&root.join(folder), &mut found);
    }
    let texts = found
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok());
    let published: BTreeSet<String> = texts
        .flat_map(|text| keys(&text).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    assert!(published.len() > 3, "the search finds keys: {published:?}");
    for key in published {
        let line = refusal("PORTICO__TOKENS__KEYS", &format!("k1:{key}"));
        assert!(line.contains("tokens.keys"), "{key}: {line}");
        let line = refusal("PORTICO__PASSWORDS__PEPPER", &key);
        assert!(line.contains("passwords.pepper"), "{key}: {line}");
    }
}
