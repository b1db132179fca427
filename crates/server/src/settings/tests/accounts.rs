//! What can be set about accounts, their items and the links in their mails.

use application::EmailChangeMode;

use super::*;

// api.md, section 2
#[test]
fn people_do_as_with_the_template_in_development_and_prove_themselves_in_production() {
    let development = Settings::load(&Sources::default()).unwrap().policies();
    assert!(development.accounts.open_signup);
    assert_eq!(
        development.accounts.email_change,
        EmailChangeMode::Immediate
    );
    assert!(!development.accounts.deletion_wants_fresh_token);

    let production = Settings::load(&production(&[])).unwrap().policies();
    assert!(!production.accounts.open_signup);
    assert_eq!(production.accounts.email_change, EmailChangeMode::Confirmed);
    assert!(production.accounts.deletion_wants_fresh_token);
}

#[test]
fn production_can_do_as_the_template_does_where_it_is_said() {
    let sources = production(&[
        ("PORTICO__ACCOUNTS__OPEN_SIGNUP", "true"),
        ("PORTICO__ACCOUNTS__EMAIL_CHANGE", "immediate"),
    ]);
    let accounts = Settings::load(&sources).unwrap().accounts;
    assert!(accounts.open_signup);
    assert_eq!(accounts.email_change, EmailChangeMode::Immediate);
}

#[test]
fn a_list_is_cached_for_as_long_as_it_is_said_or_never() {
    let ttl = |pairs: &[(&str, &str)]| {
        Settings::load(&variables(pairs))
            .unwrap()
            .policies()
            .list_ttl
    };
    assert_eq!(ttl(&[]), Duration::from_mins(1));
    assert_eq!(
        ttl(&[("PORTICO__CACHE__ITEMS_TTL", "5s")]),
        Duration::from_secs(5)
    );
    assert_eq!(ttl(&[("PORTICO__CACHE__ITEMS_TTL", "0s")]), Duration::ZERO);
}

// F9r, C7
#[test]
fn each_limit_on_accounts_can_be_set() {
    let sources = variables(&[
        ("PORTICO__LIMITS__RECOVERY_MAILS_PER_ADDRESS", "1/1m"),
        ("PORTICO__LIMITS__RECOVERIES_PER_NETWORK", "2/2m"),
        ("PORTICO__LIMITS__SIGNUPS_PER_NETWORK", "3/3m"),
        ("PORTICO__LIMITS__PASSWORD_CHECKS_PER_USER", "4/4m"),
        ("PORTICO__LIMITS__EXPORTS_PER_USER", "5/5m"),
        ("PORTICO__LIMITS__INSTANCES", "6"),
    ]);
    let settings = Settings::load(&sources).unwrap();
    let limits = settings.limits;
    let quotas = [
        limits.recoveries_per_address,
        limits.recoveries_per_network,
        limits.signups_per_network,
        limits.password_checks_per_user,
        limits.exports_per_user,
    ];
    let quotas = quotas.map(|quota| (quota.burst.get(), quota.period));
    let minutes = Duration::from_mins;
    assert_eq!(
        quotas,
        [
            (1, minutes(1)),
            (2, minutes(2)),
            (3, minutes(3)),
            (4, minutes(4)),
            (5, minutes(5))
        ]
    );
    assert_eq!(settings.instances.get(), 6);
}

#[test]
fn a_server_is_alone_unless_it_is_said() {
    let settings = Settings::load(&Sources::default()).unwrap();
    assert_eq!(settings.instances.get(), 1);
}

// api.md, section 2: private routes are for development.
#[test]
fn the_http_adapter_learns_whether_this_is_development() {
    let development = |sources: &Sources| {
        let settings = Settings::load(sources).unwrap();
        let public_url = "https://accounts.example.com".parse().unwrap();
        settings.for_api(public_url).development
    };
    assert!(development(&Sources::default()));
    assert!(!development(&production(&[])));
}
