//! What can be set about sessions, renewal, limits and proxies.

use domain::session::ReuseAction;

use super::*;

// A10, A11, C3, C4
#[test]
fn the_limits_of_the_configuration_are_the_built_in_ones() {
    let settings = Settings::load(&Sources::default()).unwrap();
    assert_eq!(settings.limits, Limits::default());
}

#[test]
fn each_limit_can_be_set() {
    let sources = variables(&[
        ("PORTICO__LIMITS__LOGIN_FAILURES", "3/1m"),
        ("PORTICO__LIMITS__LOGIN_LOCK_AFTER", "4"),
        ("PORTICO__LIMITS__LOGIN_FAILURES_PER_NETWORK", "5/2m"),
        ("PORTICO__LIMITS__CODES_PER_ADDRESS", "6/3m"),
        ("PORTICO__LIMITS__CODES_PER_NETWORK", "7/4m"),
        ("PORTICO__LIMITS__WRONG_CODES_PER_DAY", "8"),
    ]);
    let limits = Settings::load(&sources).unwrap().limits;
    let login = limits.login_failures_per_identifier;
    assert_eq!((login.free_failures, login.locked_after), (3, Some(4)));
    assert_eq!(login.window, Duration::from_mins(1));
    let quotas = [
        limits.login_failures_per_network,
        limits.codes_per_address,
        limits.codes_per_network,
    ];
    let quotas = quotas.map(|quota| (quota.burst.get(), quota.period));
    let minutes = Duration::from_mins;
    assert_eq!(quotas, [(5, minutes(2)), (6, minutes(3)), (7, minutes(4))]);
    assert_eq!(limits.wrong_codes_per_address, Limits::wrong_codes_a_day(8));
}

// Section 2.5
#[test]
fn tokens_can_be_renewed_for_as_long_as_sessions_may_rest() {
    let window = |pairs: &[(&str, &str)]| {
        let settings = Settings::load(&variables(pairs)).unwrap();
        settings.renewal.window
    };
    let idle = ("PORTICO__SESSIONS__IDLE_TIMEOUT", "3h");
    assert_eq!(window(&[]), Duration::from_hours(7 * 24));
    assert_eq!(window(&[idle]), Duration::from_hours(3));
    let lower = ("PORTICO__TOKENS__RENEWAL_WINDOW", "2h");
    assert_eq!(window(&[idle, lower]), Duration::from_hours(2));
}

#[test]
fn renewal_is_in_band_and_ends_a_session_whose_token_was_copied() {
    let renewal = Settings::load(&Sources::default()).unwrap().renewal;
    assert!(renewal.transparent);
    assert_eq!(renewal.grace, Duration::from_secs(30));
    assert_eq!(renewal.on_reuse, ReuseAction::Revoke);
    let sources = variables(&[
        ("PORTICO__TOKENS__TRANSPARENT_RENEWAL", "false"),
        ("PORTICO__TOKENS__RENEWAL_GRACE", "5s"),
        ("PORTICO__TOKENS__REUSE_ACTION", "reject"),
    ]);
    let renewal = Settings::load(&sources).unwrap().renewal;
    assert!(!renewal.transparent);
    assert_eq!(renewal.grace, Duration::from_secs(5));
    assert_eq!(renewal.on_reuse, ReuseAction::Reject);
}

// C10
#[test]
fn sessions_are_capped_and_swept_as_configured() {
    let sources = variables(&[
        ("PORTICO__SESSIONS__MAX_PER_USER", "3"),
        ("PORTICO__SESSIONS__SWEEP_INTERVAL", "1s"),
    ]);
    let settings = Settings::load(&sources).unwrap();
    assert_eq!(settings.policies().sessions.max_per_user.get(), 3);
    assert_eq!(settings.sweep_interval, Duration::from_secs(1));
}

// Section 2.8
#[test]
fn a_copy_of_a_session_is_kept_for_five_seconds_or_less() {
    let age = |age: &str| {
        let sources = variables(&[("PORTICO__SESSIONS__CACHE_AGE", age)]);
        Settings::load(&sources).map(|settings| settings.policies().session_cache_age)
    };
    let built_in = Settings::load(&Sources::default()).unwrap();
    assert_eq!(built_in.session_cache_age, Duration::from_secs(5));
    assert_eq!(age("0s").unwrap(), Duration::ZERO);
    assert_eq!(age("1500ms").unwrap(), Duration::from_millis(1_500));
    let line = age("6s").unwrap_err().to_string();
    assert!(line.contains("sessions.cache_age"), "{line}");
}

// C6
#[test]
fn no_proxy_is_trusted_unless_it_is_named() {
    let settings = Settings::load(&Sources::default()).unwrap();
    assert!(settings.http.trusted_proxies.is_empty());
    let name = "PORTICO__HTTP__TRUSTED_PROXIES";
    let sources = variables(&[(name, "10.0.0.0/8, fd00::1")]);
    let trusted = Settings::load(&sources).unwrap().http.trusted_proxies;
    let trusts = |address: &str| {
        let address = address.parse().unwrap();
        trusted.iter().any(|network| network.contains(address))
    };
    assert!(trusts("10.1.2.3") && trusts("fd00::1"));
    assert!(!trusts("11.1.2.3") && !trusts("fd00::2"));
}
