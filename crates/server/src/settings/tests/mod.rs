//! What the configuration promises: its layers, its errors, its secrets.

use std::path::PathBuf;
use std::time::Duration;

use rstest::rstest;
use tempfile::TempDir;

use super::variables::VariableLayer;
use super::*;

mod accounts;
mod production;
mod schedules;
mod sessions;

/// In two parts: production refuses every key that stands in this repository as a whole.
const RING: &str = concat!("k1:Wd9Rk2vTqL5xY8bN3mHs7Z", "pJ4cF6gA1uEiOoCyBwXzQ");

/// Sources of variables alone; no file and no `.env`.
fn variables(pairs: &[(&str, &str)]) -> Sources {
    let pairs = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Sources {
        variables: pairs.collect(),
        ..Sources::default()
    }
}

/// A production configuration that is complete, with `more` over it.
fn production(more: &[(&str, &str)]) -> Sources {
    let mut sources = variables(&[
        ("PORTICO__ENVIRONMENT", "production"),
        ("PORTICO__TOKENS__KEYS", RING),
        ("PORTICO__MAIL__URL", "smtp://mail.example.com:587"),
        ("PORTICO__HTTP__PUBLIC_URL", "https://accounts.example.com"),
    ]);
    sources.variables.extend(variables(more).variables);
    sources
}

fn written(directory: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = directory.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn refusal(sources: &Sources) -> String {
    Settings::load(sources).unwrap_err().to_string()
}

#[test]
fn nothing_at_all_is_a_whole_development_configuration() {
    let settings = Settings::load(&Sources::default()).unwrap();
    assert_eq!(settings.environment, Environment::Development);
    assert_eq!(settings.http.bind.to_string(), "127.0.0.1:8000");
    assert_eq!(
        settings.storage.url.expose(),
        "sqlite://portico.db?mode=rwc"
    );
    assert_eq!(settings.passwords.bcrypt_cost.get(), 12);
    assert_eq!(settings.sessions.access_ttl, Duration::from_mins(15));
    assert_eq!(
        settings.sessions.absolute_timeout,
        Duration::from_hours(30 * 24)
    );
    assert_eq!(settings.log.format, LogFormat::Pretty);
    assert!(settings.http.docs);
    assert!(matches!(settings.mail.url, MailUrl::Mailbox));
    assert!(settings.redis.server.is_none());
}

// G11
#[test]
fn production_hides_the_docs_and_logs_json() {
    let settings = Settings::load(&production(&[])).unwrap();
    assert!(!settings.http.docs);
    assert_eq!(settings.log.format, LogFormat::Json);
}

#[test]
fn each_layer_wins_over_the_one_below() {
    let directory = TempDir::new().unwrap();
    let mut sources = Sources::default();
    let bind = |sources: &Sources| Settings::load(sources).unwrap().http.bind.to_string();

    sources.file = Some(written(
        &directory,
        "p.toml",
        "[http]\nbind = '127.0.0.2:1'\n",
    ));
    assert_eq!(bind(&sources), "127.0.0.2:1");

    sources.variables.insert("PORT".to_owned(), "2".to_owned());
    assert_eq!(bind(&sources), "127.0.0.2:2");

    let name = "PORTICO__HTTP__BIND".to_owned();
    sources.variables.insert(name, "[::1]:3".to_owned());
    assert_eq!(bind(&sources), "[::1]:3");
}

#[test]
fn a_file_can_choose_the_environment() {
    let directory = TempDir::new().unwrap();
    let text = format!(
        "environment = 'production'\n[tokens]\nkeys = '{RING}'\n[mail]\nurl = 'smtps://mail'\n\
         [http]\npublic_url = 'https://accounts.example.com'"
    );
    let sources = Sources {
        file: Some(written(&directory, "p.toml", &text)),
        ..Sources::default()
    };
    let settings = Settings::load(&sources).unwrap();
    assert!(settings.environment.is_production());
    assert!(!settings.http.docs, "config/production.toml counts too");
}

#[test]
fn the_names_of_hosting_platforms_are_understood() {
    let sources = variables(&[
        ("DATABASE_URL", "postgres://db/portico"),
        ("REDIS_URL", "redis://cache:6379"),
        ("PORT", "9000"),
    ]);
    let settings = Settings::load(&sources).unwrap();
    assert_eq!(settings.storage.url.expose(), "postgres://db/portico");
    assert_eq!(settings.redis.server.unwrap().url, "redis://cache:6379");
    assert_eq!(settings.http.bind.to_string(), "127.0.0.1:9000");
}

// G9
#[test]
fn redis_can_be_reached_through_tls() {
    let sources = variables(&[("PORTICO__REDIS__URL", "rediss://:secret@cache:6380/1")]);
    assert!(Settings::load(&sources).unwrap().redis.server.is_some());
}

// The driver would look for a server on its own.
#[test]
fn a_platforms_database_is_named_with_its_host() {
    let line = refusal(&variables(&[(
        "DATABASE_URL",
        "postgres://u:s3cret@/portico",
    )]));
    assert!(line.contains("PORTICO__STORAGE__URL"), "{line}");
    assert!(line.contains("host") && !line.contains("s3cret"), "{line}");
}

#[test]
fn an_own_variable_wins_over_a_platforms() {
    let sources = variables(&[
        ("DATABASE_URL", "postgres://db/theirs"),
        ("PORTICO__STORAGE__URL", "postgres://db/ours"),
    ]);
    let settings = Settings::load(&sources).unwrap();
    assert_eq!(settings.storage.url.expose(), "postgres://db/ours");
}

#[rstest]
#[case("PORTICO__STORAGE__URL_FILE")]
#[case("DATABASE_URL_FILE")]
fn a_secret_may_come_from_a_file(#[case] name: &str) {
    let directory = TempDir::new().unwrap();
    let file = written(&directory, "url", "postgres://u:p@db/portico\n");
    let settings = Settings::load(&variables(&[(name, &file.display().to_string())])).unwrap();
    assert_eq!(settings.storage.url.expose(), "postgres://u:p@db/portico");
}

#[test]
fn a_secret_is_not_given_twice() {
    let directory = TempDir::new().unwrap();
    let file = written(&directory, "keys", RING);
    let line = refusal(&variables(&[
        ("PORTICO__TOKENS__KEYS", RING),
        ("PORTICO__TOKENS__KEYS_FILE", &file.display().to_string()),
    ]));
    assert!(line.contains("tokens.keys"), "{line}");
    assert!(line.contains("both directly and by a file"), "{line}");
}

#[test]
fn a_secret_file_that_is_not_there_is_named() {
    let line = refusal(&variables(&[(
        "PORTICO__TOKENS__KEYS_FILE",
        "/nonexistent/keys",
    )]));
    assert!(line.contains("PORTICO__TOKENS__KEYS_FILE"), "{line}");
    assert!(line.contains("/nonexistent/keys"), "{line}");
}

#[test]
fn a_list_is_an_array_in_a_file_and_comma_separated_in_a_variable() {
    let directory = TempDir::new().unwrap();
    let text = "[http]\ncors_origins = ['https://a.example', 'https://b.example']\n";
    let in_file = Sources {
        file: Some(written(&directory, "p.toml", text)),
        ..Sources::default()
    };
    let name = "PORTICO__HTTP__CORS_ORIGINS";
    let in_variable = variables(&[(name, "https://a.example, https://b.example")]);
    for sources in [in_file, in_variable] {
        let origins = Settings::load(&sources).unwrap().http.cors_origins;
        let origins: Vec<_> = origins.iter().map(http_actix::WebOrigin::as_str).collect();
        assert_eq!(origins, ["https://a.example", "https://b.example"]);
    }
}

#[test]
fn a_dotenv_file_adds_to_the_variables_in_development() {
    let directory = TempDir::new().unwrap();
    let text = "PORTICO__PROJECT_NAME='From file'\nPORTICO__OTP__LENGTH=7\nUNRELATED=1\n";
    let mut sources = variables(&[("PORTICO__PROJECT_NAME", "From process")]);
    sources.dotenv = Some(written(&directory, ".env", text));
    let settings = Settings::load(&sources).unwrap();
    assert_eq!(settings.project_name, "From process");
    assert_eq!(
        settings.registration.code_length,
        domain::registration::OtpLength::new(7).unwrap()
    );
}

#[test]
fn a_dotenv_file_counts_for_nothing_in_production() {
    let directory = TempDir::new().unwrap();
    let mut sources = production(&[]);
    sources.dotenv = Some(written(&directory, ".env", "PORTICO__PROJECT_NAME=Other\n"));
    assert_eq!(Settings::load(&sources).unwrap().project_name, "Portico");
}

#[test]
fn a_dotenv_file_cannot_leave_development() {
    let directory = TempDir::new().unwrap();
    let sources = Sources {
        dotenv: Some(written(
            &directory,
            ".env",
            "PORTICO__ENVIRONMENT=production\n",
        )),
        ..Sources::default()
    };
    assert!(refusal(&sources).contains("PORTICO__ENVIRONMENT"));
}

#[rstest]
#[case("PORTICO__ENVIRONMENT", "staging")]
#[case("PORTICO__PROJECT_NAME", "two\nlines")]
#[case("PORTICO__HTTP__BIND", "localhost")]
#[case("PORTICO__HTTP__WORKERS", "0")]
#[case("PORTICO__HTTP__PUBLIC_URL", "portico.example.com")]
#[case("PORTICO__HTTP__FRONTEND_URL", "")]
#[case("PORTICO__HTTP__FRONTEND_URL", "app.example.com")]
#[case("PORTICO__HTTP__CORS_ORIGINS", "https://a.example,*")]
#[case("PORTICO__HTTP__TRUSTED_PROXIES", "10.0.0.0/8,proxy")]
#[case("PORTICO__HTTP__TRUSTED_PROXIES", "10.0.0.0/33")]
#[case("PORTICO__HTTP__STOP_DELAY", "6s")]
#[case("PORTICO__HTTP__DOCS", "yes")]
#[case("PORTICO__STORAGE__URL", "mysql://db")]
#[case("PORTICO__STORAGE__URL", "sqlite://")]
#[case("PORTICO__STORAGE__URL", "portico.db")]
#[case("PORTICO__STORAGE__URL", "postgres:///portico")]
#[case("PORTICO__STORAGE__MAX_CONNECTIONS", "0")]
#[case("PORTICO__STORAGE__MIGRATE", "maybe")]
#[case("PORTICO__REDIS__URL", "localhost:6379")]
#[case("PORTICO__MAIL__URL", "sendmail")]
#[case("PORTICO__MAIL__FROM", "nobody")]
#[case("PORTICO__TOKENS__KEYS", "k1")]
#[case("PORTICO__TOKENS__KEYS", "k1:c2hvcnQ")]
#[case("PORTICO__TOKENS__ACCESS_TTL", "900")]
#[case("PORTICO__TOKENS__ACCESS_TTL", "0s")]
#[case("PORTICO__TOKENS__LEEWAY", "61s")]
#[case("PORTICO__TOKENS__TRANSPARENT_RENEWAL", "yes")]
#[case("PORTICO__TOKENS__RENEWAL_WINDOW", "8d")]
#[case("PORTICO__TOKENS__RENEWAL_GRACE", "30")]
#[case("PORTICO__TOKENS__REUSE_ACTION", "ignore")]
#[case("PORTICO__SESSIONS__IDLE_TIMEOUT", "31d")]
#[case("PORTICO__SESSIONS__ABSOLUTE_TIMEOUT", "a month")]
#[case("PORTICO__SESSIONS__MAX_PER_USER", "0")]
#[case("PORTICO__SESSIONS__SWEEP_INTERVAL", "999ms")]
#[case("PORTICO__PASSWORDS__PEPPER", "c2hvcnQ")]
#[case("PORTICO__PASSWORDS__BCRYPT_COST", "3")]
#[case("PORTICO__PASSWORDS__MIN_LENGTH", "7")]
#[case("PORTICO__PASSWORDS__MAX_LENGTH", "257")]
#[case("PORTICO__OTP__LENGTH", "5")]
#[case("PORTICO__OTP__TTL", "11m")]
#[case("PORTICO__OTP__MAX_ATTEMPTS", "6")]
#[case("PORTICO__OTP__RESEND_AFTER", "10m")]
#[case("PORTICO__ACCOUNTS__OPEN_SIGNUP", "on")]
#[case("PORTICO__ACCOUNTS__EMAIL_CHANGE", "never")]
#[case("PORTICO__CACHE__ITEMS_TTL", "60")]
#[case("PORTICO__LIMITS__ENABLED", "off")]
#[case("PORTICO__LIMITS__LOGIN_FAILURES", "10")]
#[case("PORTICO__LIMITS__LOGIN_LOCK_AFTER", "101")]
#[case("PORTICO__LIMITS__LOGIN_LOCK_AFTER", "0")]
#[case("PORTICO__LIMITS__LOGIN_FAILURES_PER_NETWORK", "0/5m")]
#[case("PORTICO__LIMITS__CODES_PER_ADDRESS", "5/hour")]
#[case("PORTICO__LIMITS__CODES_PER_NETWORK", "20/0s")]
#[case("PORTICO__LIMITS__WRONG_CODES_PER_DAY", "101")]
#[case("PORTICO__LIMITS__RECOVERY_MAILS_PER_ADDRESS", "3")]
#[case("PORTICO__LIMITS__RECOVERIES_PER_NETWORK", "0/1h")]
#[case("PORTICO__LIMITS__SIGNUPS_PER_NETWORK", "20/hour")]
#[case("PORTICO__LIMITS__PASSWORD_CHECKS_PER_USER", "many")]
#[case("PORTICO__LIMITS__INSTANCES", "0")]
#[case("PORTICO__FIRST_SUPERUSER__EMAIL", "admin")]
#[case("PORTICO__LOG__FORMAT", "xml")]
#[case("PORTICO__LOG__LEVEL", "loud")]
fn a_malformed_value_is_refused_with_its_key(#[case] name: &str, #[case] value: &str) {
    let line = refusal(&variables(&[(name, value)]));
    assert!(line.contains(name), "{line}");
    assert!(!line.contains('\n'), "{line}");
    assert!(
        value.is_empty() || !line.contains(&format!(": {value}")),
        "{line}"
    );
}

#[rstest]
#[case("PORTICO__HTTP__BNID")]
#[case("PORTICO__HTTP")]
#[case("PORTICO__")]
#[case("PORTICO__NOSUCH__KEY")]
#[case("PORTICO__HTTP__BIND_FILE")]
fn an_unknown_variable_is_refused(#[case] name: &str) {
    let line = refusal(&variables(&[(name, "x")]));
    assert!(line.contains("unknown key"), "{line}");
    assert!(line.contains(name), "{line}");
}

#[rstest]
#[case("nosuch = 1", "nosuch")]
#[case("[http]\nbnid = 'x'", "http.bnid")]
#[case("[http.deeper]\nkey = 'x'", "http.deeper.key")]
#[case("http = 'x'", "http")]
fn an_unknown_key_in_a_file_is_refused(#[case] text: &str, #[case] path: &str) {
    let directory = TempDir::new().unwrap();
    let sources = Sources {
        file: Some(written(&directory, "p.toml", text)),
        ..Sources::default()
    };
    let line = refusal(&sources);
    assert!(line.contains(path), "{line}");
    assert!(line.contains("unknown key"), "{line}");
}

// H2
#[test]
fn a_file_that_is_not_toml_is_refused_without_showing_it() {
    let directory = TempDir::new().unwrap();
    let text = "[tokens]\nkeys = s3cret\n";
    let sources = Sources {
        file: Some(written(&directory, "broken.toml", text)),
        ..Sources::default()
    };
    let line = refusal(&sources);
    assert!(line.contains("broken.toml"), "{line}");
    assert!(!line.contains("s3cret"), "{line}");
}

#[test]
fn a_config_file_that_is_not_there_is_refused() {
    let sources = Sources {
        file: Some(PathBuf::from("/nonexistent/portico.toml")),
        ..Sources::default()
    };
    assert!(refusal(&sources).contains("/nonexistent/portico.toml"));
}

// A10
#[test]
fn limits_that_are_off_leave_the_attempts_on() {
    let policy = Settings::load(&variables(&[("PORTICO__LIMITS__ENABLED", "false")]))
        .unwrap()
        .registration;
    assert_eq!(policy.resend_after, Duration::ZERO);
    assert_eq!(policy.max_resends, None);
    assert_eq!(policy.max_attempts, 5);
}

#[test]
fn an_empty_value_is_the_same_as_none() {
    let sources = variables(&[("PORTICO__REDIS__URL", ""), ("PORTICO__HTTP__WORKERS", "")]);
    let settings = Settings::load(&sources).unwrap();
    assert!(settings.redis.server.is_none());
    assert!(settings.http.workers.is_none());
}

// F11r
#[test]
fn in_production_the_front_end_is_where_the_server_is_unless_it_is_said() {
    let frontend_url = |more: &[(&str, &str)]| {
        let settings = Settings::load(&production(more)).unwrap();
        settings.http.frontend_url.to_string()
    };
    let app = "https://app.example.com";
    assert_eq!(frontend_url(&[]), "https://accounts.example.com");
    assert_eq!(frontend_url(&[("PORTICO__HTTP__FRONTEND_URL", app)]), app);
}

// F11r
#[rstest]
#[case("0.0.0.0:8000", "http://127.0.0.1:8000")]
#[case("[::]:8000", "http://[::1]:8000")]
#[case("127.0.0.1:9", "http://127.0.0.1:9")]
fn links_lead_to_an_address_that_can_be_reached(#[case] bound: &str, #[case] url: &str) {
    let settings = Settings::load(&Sources::default()).unwrap();
    let public_url = settings.public_url(bound.parse().unwrap()).unwrap();
    assert_eq!(public_url.to_string(), url);
}

// F11r
#[test]
fn no_link_leads_to_a_port_that_is_not_known_yet() {
    let settings = Settings::load(&Sources::default()).unwrap();
    let line = settings.public_url("127.0.0.1:0".parse().unwrap());
    assert!(line.unwrap_err().to_string().contains("http.public_url"));
}

// H2
#[test]
fn a_layer_of_variables_does_not_show_its_values() {
    let given = variables(&[("PORTICO__STORAGE__URL", "postgres://u:CANARY@db/p")]);
    let layer = VariableLayer::prefixed(&given.variables).unwrap();
    assert_eq!(format!("{layer:?}"), "{\"storage.url\"}");
}

// H2
#[test]
fn what_is_shown_holds_no_secret() {
    let secrets = [
        (
            "PORTICO__STORAGE__URL",
            "postgres://u:CANARY-1@db/p?password=CANARY-2",
        ),
        ("PORTICO__REDIS__URL", "redis://:CANARY-3@cache:6379"),
        ("PORTICO__MAIL__URL", "smtp://u:CANARY-4@mail:587"),
        ("PORTICO__FIRST_SUPERUSER__EMAIL", "ada@portico.example"),
        (
            "PORTICO__FIRST_SUPERUSER__PASSWORD",
            "CANARY-5-and-a-long-tail",
        ),
    ];
    let sources = production(&secrets);
    let shown = show(&sources).unwrap();
    let debug = format!("{:?}", Settings::load(&sources).unwrap());
    for text in [&shown, &debug] {
        assert!(!text.contains("CANARY"), "{text}");
        assert!(!text.contains(RING), "{text}");
    }
    assert!(
        shown.contains("url = \"postgres://***@db/p?***\""),
        "{shown}"
    );
    assert!(shown.contains("keys = \"***\""), "{shown}");
}

#[test]
fn what_is_shown_can_be_given_back_as_a_file() {
    let directory = TempDir::new().unwrap();
    let sources = variables(&[("PORTICO__OTP__LENGTH", "8")]);
    let shown = show(&sources).unwrap();
    let again = Sources {
        file: Some(written(&directory, "p.toml", &shown)),
        ..Sources::default()
    };
    assert_eq!(show(&again).unwrap(), shown);
}
