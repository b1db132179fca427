//! The table of every key: what unknown keys are found by, what `config show` prints, and what
//! `docs/configuration.md` is made of. Defaults are in `config/*.toml`.

/// How a key's value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Text,
    Number,
    Switch,
    Duration,
    /// `30/5m`.
    Rate,
    List,
    /// Never shown; may be given as `..._FILE`.
    Secret,
    /// A URL that may hold a password: shown without it; may be given as `..._FILE`.
    SecretUrl,
}

impl Form {
    pub(crate) const fn is_secret(self) -> bool {
        matches!(self, Self::Secret | Self::SecretUrl)
    }
}

/// One key of the configuration.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    /// Section and name, as in a file: `http.bind`.
    pub(crate) path: &'static str,
    pub(crate) form: Form,
    /// What holds while the key is not set; empty when it always is.
    pub(crate) when_unset: &'static str,
    pub(crate) meaning: &'static str,
}

/// The key of this path, if there is one.
pub(crate) fn find(path: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.path == path)
}

const fn set(path: &'static str, form: Form, meaning: &'static str) -> Key {
    optional(path, form, "", meaning)
}

const fn optional(
    path: &'static str,
    form: Form,
    when_unset: &'static str,
    meaning: &'static str,
) -> Key {
    Key {
        path,
        form,
        when_unset,
        meaning,
    }
}

/// Every key, in the order of the documentation.
pub(crate) const KEYS: &[Key] = &[
    set("environment", Form::Text, "`development` or `production`"),
    set(
        "project_name",
        Form::Text,
        "the name in mails and in the title of the API documentation",
    ),
    set(
        "data_dir",
        Form::Text,
        "folder of the SQLite file, the development keys and the mailbox",
    ),
    set(
        "http.bind",
        Form::Text,
        "address and port to listen on; port 0 picks a free one",
    ),
    optional(
        "http.address_file",
        Form::Text,
        "no file",
        "file that gets the address, `host:port`, once the server is ready",
    ),
    optional(
        "http.metrics_bind",
        Form::Text,
        "no metrics",
        "address and port for `GET /metrics`, beside `http.bind`; port 0 picks a free one",
    ),
    optional(
        "http.metrics_address_file",
        Form::Text,
        "no file",
        "file that gets the address of the metrics, `host:port`",
    ),
    optional(
        "http.workers",
        Form::Number,
        "one per core",
        "threads that serve requests",
    ),
    optional(
        "http.public_url",
        Form::Text,
        "`http://` (`https://` with `http.tls_cert`) and the bound address in development; required in production",
        "where clients reach the server; with `http.frontend_url` the only source of links in mails",
    ),
    optional(
        "http.frontend_url",
        Form::Text,
        "`http.public_url`",
        "where the front end lives: what recovery links begin with; its origin is allowed by CORS",
    ),
    set(
        "http.cors_origins",
        Form::List,
        "further origins that CORS allows, exactly as browsers send them",
    ),
    set(
        "http.trusted_proxies",
        Form::List,
        "networks in CIDR notation, or addresses, of proxies whose `Forwarded` and `X-Forwarded-For` are believed",
    ),
    set(
        "http.stop_delay",
        Form::Duration,
        "how long a server that was asked to stop still takes requests, so that proxies see first that `/readyz` says 503; at most 5s",
    ),
    optional(
        "http.tls_cert",
        Form::Text,
        "plain HTTP",
        "PEM file of the server's certificate and those that lead to its authority, read again when it changes and on SIGHUP; goes with `http.tls_key`",
    ),
    optional(
        "http.tls_key",
        Form::Text,
        "plain HTTP",
        "PEM file of the certificate's private key",
    ),
    set(
        "http.docs",
        Form::Switch,
        "serve `/docs` and `/api/v1/openapi.json`",
    ),
    set(
        "storage.url",
        Form::SecretUrl,
        "`sqlite://` or `postgres://`; a relative SQLite path is in `data_dir`",
    ),
    set(
        "storage.max_connections",
        Form::Number,
        "most connections to the database",
    ),
    set(
        "storage.migrate",
        Form::Text,
        "`auto`: `serve` and `worker` apply pending migrations; `never`: only `portico migrate` does",
    ),
    optional(
        "redis.url",
        Form::SecretUrl,
        "in process",
        "`redis://`, or `rediss://` with `?sslrootcert=FILE` for an authority of your own; shared by all instances",
    ),
    optional(
        "mail.url",
        Form::SecretUrl,
        "required",
        "`smtp://user:pass@host:port?tls=required\\|opportunistic\\|none` (`required` when left out), `smtps://`, `mailbox://` in development, or `custom://` for a binary with a mailer of its own",
    ),
    set("mail.from", Form::Text, "sender of every mail"),
    optional(
        "tokens.keys",
        Form::Secret,
        "made and kept in `data_dir` in development; required in production",
        "key ring: `kid:base64url(32 bytes)`, comma-separated; the first one mints, all open, and a `+` marks the one that is to mint next; `portico keys generate` makes one, `portico keys rotate` replaces it",
    ),
    set(
        "tokens.access_ttl",
        Form::Duration,
        "how long an access token can be used; at least 1s",
    ),
    set(
        "tokens.leeway",
        Form::Duration,
        "how far the clocks of instances may differ; at most 60s",
    ),
    set(
        "tokens.transparent_renewal",
        Form::Switch,
        "renew an expired token of a live session with whatever request brings it; `false` leaves that to `POST /api/v1/auth/refresh`",
    ),
    optional(
        "tokens.renewal_window",
        Form::Duration,
        "`sessions.idle_timeout`",
        "how long after its expiry a token can be renewed; no longer than the default",
    ),
    set(
        "tokens.renewal_grace",
        Form::Duration,
        "how long after its successor's first use an old token still gets that successor, as late replies and retries do",
    ),
    set(
        "tokens.reuse_action",
        Form::Text,
        "what an old token does that comes back later than that and may be stolen: `revoke` ends its session, `reject` refuses the token alone",
    ),
    set(
        "sessions.idle_timeout",
        Form::Duration,
        "how long a session may rest unused",
    ),
    set(
        "sessions.absolute_timeout",
        Form::Duration,
        "how long a session may live at all",
    ),
    set(
        "sessions.max_per_user",
        Form::Number,
        "most live sessions of a user; the oldest gives way to a further one",
    ),
    set(
        "sessions.cache_age",
        Form::Duration,
        "how old the copy of a session may be that a token is checked against; at most 5s, and `0s` asks the database at every request",
    ),
    set(
        "sessions.sweep_interval",
        Form::Duration,
        "how often sessions whose limit has come are looked for and ended; at least 1s",
    ),
    optional(
        "schedules.purge",
        Form::Text,
        "never",
        "when rows whose time is over are removed: a cron expression of minute, hour, day of the month, month and day of the week, in UTC; an empty one is never",
    ),
    optional(
        "passwords.pepper",
        Form::Secret,
        "a fixed domain key",
        "own key that is mixed into every password hash: 32 bytes in base64url",
    ),
    set(
        "passwords.bcrypt_cost",
        Form::Number,
        "cost of a password hash, up to 31: from 10 in production, from 4 in development",
    ),
    set(
        "passwords.min_length",
        Form::Number,
        "fewest characters of a new password; at least 8",
    ),
    set(
        "passwords.max_length",
        Form::Number,
        "most characters of a new password; 64 to 256",
    ),
    set(
        "otp.length",
        Form::Number,
        "digits of a one-time code; 6 to 10",
    ),
    set(
        "otp.ttl",
        Form::Duration,
        "how long a code can be used; at most 10m",
    ),
    set(
        "otp.max_attempts",
        Form::Number,
        "wrong codes that end a registration; at most 5",
    ),
    set(
        "otp.resend_after",
        Form::Duration,
        "wait between two codes of one registration",
    ),
    set(
        "accounts.open_signup",
        Form::Switch,
        "let `POST /api/v1/users/signup` make an account in one step, without a proof of the address; `false` leaves registration to its four steps",
    ),
    set(
        "accounts.email_change",
        Form::Text,
        "how people change their own address: `immediate`, or `confirmed` with the password and a code that is mailed to the new address",
    ),
    set(
        "cache.items_ttl",
        Form::Duration,
        "how long a page of the list of items is kept at most; `0s` keeps none",
    ),
    set(
        "limits.enabled",
        Form::Switch,
        "`false` turns quotas and waiting times off, but neither the attempts per code nor the bound on password hashing",
    ),
    set(
        "limits.login_failures",
        Form::Rate,
        "log-ins that may fail for one name or address before each further failure costs a wait, which doubles up to 15m",
    ),
    set(
        "limits.login_lock_after",
        Form::Number,
        "log-ins in a row that fail for one name or address before only a password reset helps; at most 100",
    ),
    set(
        "limits.login_failures_per_network",
        Form::Rate,
        "log-ins that may fail from one network: an IPv4 address, or a /64 of IPv6",
    ),
    set(
        "limits.codes_per_address",
        Form::Rate,
        "codes that are mailed to one address",
    ),
    set(
        "limits.codes_per_network",
        Form::Rate,
        "codes that are mailed at the wish of one network",
    ),
    set(
        "limits.wrong_codes_per_day",
        Form::Number,
        "most wrong codes for one address in any 24 hours, over all its registrations; at most 100. Half of them without a longer pause cost a wait of a day",
    ),
    set(
        "limits.recovery_mails_per_address",
        Form::Rate,
        "recovery mails to one address; nobody learns that a further one is not sent",
    ),
    set(
        "limits.recoveries_per_network",
        Form::Rate,
        "recovery mails that one network asks for",
    ),
    set(
        "limits.signups_per_network",
        Form::Rate,
        "accounts that one network makes in one step",
    ),
    set(
        "limits.exports_per_user",
        Form::Rate,
        "requests of one user for a personal-data export",
    ),
    set(
        "limits.password_checks_per_user",
        Form::Rate,
        "present passwords that somebody who is logged in gives, to change it or the address",
    ),
    set(
        "limits.instances",
        Form::Number,
        "how many instances share the limits in Redis; while it is away each of them allows its part",
    ),
    set(
        "first_superuser.email",
        Form::Text,
        "address of the account that the first start makes",
    ),
    optional(
        "first_superuser.password",
        Form::Secret,
        "random and printed once in development; no account in production",
        "its password; a weak one is taken with a warning in development and refused in production",
    ),
    set("log.format", Form::Text, "`pretty` or `json`"),
    set(
        "log.level",
        Form::Text,
        "`error`, `warn`, `info`, `debug` or `trace` for Portico's own lines, or directives such as `info,portico_worker=debug`",
    ),
    optional(
        "telemetry.otlp_endpoint",
        Form::SecretUrl,
        "no traces",
        "collector that traces are sent to by OTLP over HTTP, such as `http://collector:4318`; needs a build with the feature `otlp`",
    ),
    optional(
        "telemetry.otlp_headers",
        Form::Secret,
        "none",
        "further header fields for it, such as the key of an account: `name=value`, comma-separated",
    ),
    set(
        "telemetry.otlp_sample_ratio",
        Form::Number,
        "the part of the traces that begin here and are sent, from 0 to 1; a caller's `traceparent` decides for its own",
    ),
    optional(
        "telemetry.service_name",
        Form::Text,
        "`OTEL_SERVICE_NAME`, or `portico`",
        "who traces say that sends them",
    ),
    optional(
        "telemetry.sentry_dsn",
        Form::Secret,
        "no reports",
        "project at Sentry that errors and panics are reported to; needs a build with the feature `sentry`",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_listed_once() {
        for key in KEYS {
            let count = KEYS.iter().filter(|other| other.path == key.path).count();
            assert_eq!(count, 1, "{}", key.path);
        }
    }

    #[test]
    fn no_path_could_be_taken_for_the_file_of_another() {
        for key in KEYS.iter().filter(|key| key.form.is_secret()) {
            assert!(find(&format!("{}_file", key.path)).is_none());
        }
    }
}
