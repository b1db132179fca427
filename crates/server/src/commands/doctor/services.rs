//! Redis and the SMTP relay. A server goes on without them, but who configured them wants them.

use std::sync::Arc;

use domain::ports::HealthProbe;

use super::Finding;
use crate::ServerBuilder;
use crate::error::ServerError;
use crate::settings::MailUrl;

const REDIS: &str = "redis";
const SMTP: &str = "smtp";

pub(super) async fn redis(builder: &ServerBuilder) -> Finding {
    let signal = builder.job_signal().map(|signal| signal.health);
    let absent = "not used: what instances share beside the database stays in this one";
    let advice = "see that it runs and that redis.url is right";
    ask(REDIS, signal, absent, advice).await
}

pub(super) async fn smtp(builder: &ServerBuilder) -> Finding {
    let delivery = builder.mail_delivery().map(|delivery| delivery.health);
    let absent = match builder.settings().mail.url {
        MailUrl::Mailbox => "not used: the built-in mailbox catches every mail",
        MailUrl::Smtp(_) | MailUrl::Custom => "not used: mail leaves by an adapter of its own",
    };
    let advice = "mail waits meanwhile; see that the relay runs and that mail.url is right";
    ask(SMTP, delivery, absent, advice).await
}

async fn ask(
    part: &'static str,
    probe: Result<Option<Arc<dyn HealthProbe>>, ServerError>,
    absent: &str,
    advice: &str,
) -> Finding {
    match probe {
        Ok(None) => Finding::ok(part, absent),
        Ok(Some(probe)) => match probe.check().await {
            Ok(()) => Finding::ok(part, "answers"),
            Err(reason) => Finding::fail(part, format!("{reason}; {advice}")),
        },
        Err(error) => Finding::fail(part, format!("{error}; {advice}")),
    }
}
