//! What production refuses beside weak secrets, which each section refuses itself, and what it warns of
//! (docs/adr/0027-own-tls-and-production.md).

use http_actix::{BaseUrl, IpNetwork};
use infra_mail::SmtpTls;

use super::host::{host_of, is_near, is_this_machine};
use super::{HttpSettings, MailUrl, Settings, SettingsError, StorageSettings, StorageUrl};

const REDIS_URL: &str = "redis.url";
/// The address of the configuration that comes with the program.
const SAMPLE_ADDRESS: &str = "admin@example.com";

/// Refuses what strangers could use.
///
/// # Errors
/// Names the key, and why.
pub(super) fn check(settings: &Settings) -> Result<(), SettingsError> {
    if !settings.environment.is_production() {
        return Ok(());
    }
    let refused = refusals(settings)
        .into_iter()
        .find(|(is_wrong, ..)| *is_wrong);
    refused.map_or(Ok(()), |(_, key, reason)| {
        Err(SettingsError::key(key, reason))
    })
}

fn refusals(settings: &Settings) -> [(bool, &'static str, &'static str); 7] {
    let http = &settings.http;
    [
        (
            http.public_url.as_ref().is_some_and(is_in_clear),
            HttpSettings::PUBLIC_URL,
            "must begin with https:// in production: passwords and tokens go there",
        ),
        (
            is_in_clear(&http.frontend_url),
            "http.frontend_url",
            "must begin with https:// in production: links out of mails lead there",
        ),
        (
            http.trusted_proxies.iter().any(IpNetwork::is_everybody),
            "http.trusted_proxies",
            "must not hold every address in production: clients would choose their own, and no limit would hold",
        ),
        (
            is_mail_in_clear(&settings.mail.url),
            "mail.url",
            "must be smtps:// or have tls=required in production, unless the relay is on a network of your own: who \
             reads a recovery link has the account",
        ),
        (
            !settings.limits.are_enabled,
            "limits.enabled",
            "must be true in production: without limits passwords and codes are guessed",
        ),
        (
            settings.first_superuser.password.is_some()
                && settings.first_superuser.email.canonical() == SAMPLE_ADDRESS,
            "first_superuser.email",
            "must be an address of yours in production, not the sample",
        ),
        (
            redis_url(settings).is_some_and(|url| url.ends_with("#insecure")),
            REDIS_URL,
            "may not end in #insecure in production: certificates are not checked then",
        ),
    ]
}

/// Says what goes over foreign networks in clear, or to a server that nobody has checked: once, by what serves or works.
/// It is no refusal: platforms give such addresses for services on networks of their own, and a name does not tell (G9).
pub(crate) fn warn_of_exposure(settings: &Settings) {
    if exposes_mail_password(&settings.mail.url) {
        tracing::warn!("the SMTP password may travel in the clear: use tls=required or smtps://");
    }
    if !settings.environment.is_production() {
        return;
    }
    for (key, advice) in exposures(settings) {
        tracing::warn!(
            key,
            advice,
            "who is on the way can read or change what is sent"
        );
    }
}

pub(super) fn exposures(settings: &Settings) -> Vec<(&'static str, &'static str)> {
    let database = (
        is_database_exposed(&settings.storage.url),
        StorageSettings::URL,
        "add sslmode=verify-full",
    );
    let redis = (
        redis_url(settings)
            .is_some_and(|url| url.starts_with("redis://") && !is_near(host_of(url))),
        REDIS_URL,
        "use rediss://",
    );
    [database, redis]
        .into_iter()
        .filter_map(|(is_exposed, key, advice)| is_exposed.then_some((key, advice)))
        .collect()
}

fn is_in_clear(url: &BaseUrl) -> bool {
    !url.is_https() && !is_this_machine(host_of(url.origin().as_str()))
}

fn is_mail_in_clear(url: &MailUrl) -> bool {
    match url {
        MailUrl::Smtp(relay) => {
            let may_be_clear = matches!(relay.tls(), SmtpTls::None | SmtpTls::Opportunistic);
            may_be_clear && !is_near(&relay.host())
        }
        MailUrl::Mailbox | MailUrl::Custom => false,
    }
}

const fn exposes_mail_password(url: &MailUrl) -> bool {
    match url {
        MailUrl::Smtp(relay) => relay.may_expose_credentials(),
        MailUrl::Mailbox | MailUrl::Custom => false,
    }
}

/// Everything below `verify-ca` encrypts at most, and does not say for whom.
fn is_database_exposed(url: &StorageUrl) -> bool {
    let StorageUrl::Postgres(_) = url else {
        return false;
    };
    let parameters = || {
        let (_, query) = url.expose().split_once('?').unwrap_or_default();
        query.split('&').filter_map(|pair| pair.split_once('='))
    };
    let is_checked = parameters().any(|(name, mode)| {
        matches!(name, "sslmode" | "ssl-mode") && matches!(mode, "verify-full" | "verify-ca")
    });
    let further_hosts = parameters().filter(|(name, _)| matches!(*name, "host" | "hostaddr"));
    let hosts = further_hosts
        .map(|(_, host)| host)
        .chain([host_of(url.expose())]);
    !is_checked
        && hosts
            .into_iter()
            .any(|host| !is_socket(host) && !is_near(host))
}

/// The folder of a socket, which stands in the place of a host with its slashes encoded.
fn is_socket(host: &str) -> bool {
    host.starts_with('/') || host.to_ascii_uppercase().starts_with("%2F")
}

fn redis_url(settings: &Settings) -> Option<&str> {
    settings
        .redis
        .server
        .as_ref()
        .map(|server| server.url.as_str())
}
