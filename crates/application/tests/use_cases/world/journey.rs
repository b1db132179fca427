//! The steps of a client, and the way through them.

use std::time::Duration;

use domain::job::{ClaimedJob, JobOutcome};
use domain::password::Password;
use domain::ports::Clock;
use domain::registration::{OtpCode, Registration, RegistrationSecret, ResendRefusal};
use domain::request_origin::RequestOrigin;
use domain::user::{Email, FullName, LoginIdentifier, Username};
use port_contracts::fixtures::{a_claim, a_code, a_full_origin, a_password};
use portico_application::UseCaseError;
use portico_application::registrations::{
    CompleteRefusal, CompleteRegistrationCommand, Completed, InitiateRegistrationCommand,
    Initiated, ResendOtpCommand, SetPasswordCommand, SetPasswordRefusal, VerifyOtpCommand,
    VerifyOtpRefusal,
};
use portico_application::sessions::{LogInCommand, LogInRefusal, LoggedIn};

use super::World;

/// Long, and not a word of anybody's.
pub(crate) const PASSWORD: &str = "plum-orbit-7-lantern";

/// A registration as its client knows it.
#[derive(Clone, Debug)]
pub(crate) struct Flow {
    pub(crate) secret: RegistrationSecret,
    pub(crate) code: OtpCode,
}

pub(crate) fn address(text: &str) -> Email {
    Email::parse(text).expect("an address")
}

fn username(text: &str) -> Username {
    Username::parse(text).expect("a username")
}

fn full_name(text: &str) -> FullName {
    FullName::parse(text).expect("a name")
}

/// A code of the same length that is not this one.
pub(crate) fn wrong_code(right: &OtpCode) -> OtpCode {
    let (first, rest) = right.expose().split_at(1);
    let other = if first == "9" { "0" } else { "9" };
    a_code(&format!("{other}{rest}"))
}

impl World {
    pub(crate) async fn initiate(&self, email: &str) -> Initiated {
        let command = InitiateRegistrationCommand {
            email: address(email),
            origin: a_full_origin(),
        };
        let initiated = self.registrations.initiate.execute(command).await;
        initiated.expect("step 1 refuses nobody")
    }

    pub(crate) async fn resend(
        &self,
        secret: &RegistrationSecret,
    ) -> Result<Registration, UseCaseError<ResendRefusal>> {
        let command = ResendOtpCommand {
            secret: secret.clone(),
            origin: a_full_origin(),
        };
        self.registrations.resend_otp.execute(command).await
    }

    pub(crate) async fn verify(
        &self,
        secret: &RegistrationSecret,
        code: &OtpCode,
    ) -> Result<Registration, UseCaseError<VerifyOtpRefusal>> {
        let command = VerifyOtpCommand {
            secret: secret.clone(),
            code: code.clone(),
            origin: a_full_origin(),
        };
        self.registrations.verify_otp.execute(command).await
    }

    pub(crate) async fn set_password(
        &self,
        secret: &RegistrationSecret,
        password: &str,
    ) -> Result<Registration, UseCaseError<SetPasswordRefusal>> {
        let command = SetPasswordCommand {
            secret: secret.clone(),
            password: a_password(password),
            origin: a_full_origin(),
        };
        self.registrations.set_password.execute(command).await
    }

    pub(crate) async fn complete(
        &self,
        secret: &RegistrationSecret,
        username: Option<&str>,
    ) -> Result<Completed, UseCaseError<CompleteRefusal>> {
        let command = CompleteRegistrationCommand {
            secret: secret.clone(),
            username: username.map(self::username),
            full_name: Some(full_name("Kim Example")),
            origin: a_full_origin(),
        };
        self.registrations.complete.execute(command).await
    }

    pub(crate) async fn log_in(
        &self,
        identifier: &str,
        password: &str,
    ) -> Result<LoggedIn, UseCaseError<LogInRefusal>> {
        let nowhere = RequestOrigin::default();
        self.log_in_from(nowhere, identifier, password).await
    }

    pub(crate) async fn log_in_from(
        &self,
        origin: RequestOrigin,
        identifier: &str,
        password: &str,
    ) -> Result<LoggedIn, UseCaseError<LogInRefusal>> {
        let command = LogInCommand {
            identifier: LoginIdentifier::parse(identifier),
            password: Password::parse(password).expect("a password"),
            origin,
        };
        self.sessions.log_in.execute(command).await
    }

    /// Step 1, and the mail that it sends.
    pub(crate) async fn flow(&self, email: &str) -> Flow {
        let initiated = self.initiate(email).await;
        self.deliver().await;
        Flow {
            secret: initiated.secret,
            code: a_code(&self.post.last_code()),
        }
    }

    /// Steps 1 and 2.
    pub(crate) async fn verified_flow(&self, email: &str) -> Flow {
        let flow = self.flow(email).await;
        let verified = self.verify(&flow.secret, &flow.code).await;
        verified.expect("the right code");
        flow
    }

    /// Steps 1 to 3.
    pub(crate) async fn flow_with_password(&self, email: &str) -> Flow {
        let flow = self.verified_flow(email).await;
        let set = self.set_password(&flow.secret, PASSWORD).await;
        set.expect("a good password");
        flow
    }

    /// All four steps, and the welcome.
    pub(crate) async fn account(&self, email: &str, username: &str) -> Completed {
        let flow = self.flow_with_password(email).await;
        let completed = self.complete(&flow.secret, Some(username)).await;
        self.deliver().await;
        completed.expect("an account")
    }

    /// Does every job that is due, once, as a worker would.
    pub(crate) async fn deliver(&self) -> Vec<JobOutcome> {
        let mut outcomes = Vec::new();
        for job in self.claim().await {
            let outcome = self.runner.attempt(&job).await;
            self.settle(&job, &outcome).await;
            outcomes.push(outcome);
        }
        outcomes
    }

    /// Claims every job that is due, for a minute.
    pub(crate) async fn claim(&self) -> Vec<ClaimedJob> {
        let claimed = self
            .ports
            .storage
            .job_source
            .claim(&a_claim(self.clock.now()))
            .await;
        claimed.expect("jobs can be claimed")
    }

    async fn settle(&self, job: &ClaimedJob, outcome: &JobOutcome) {
        let source = &self.ports.storage.job_source;
        let settled = source
            .settle(job.id, job.lease, outcome, self.clock.now())
            .await;
        assert_eq!(settled, Ok(true));
    }

    pub(crate) fn wait(&self, span: Duration) {
        self.clock.advance(span);
    }

    /// Waits until the last microsecond of a span.
    pub(crate) fn wait_almost(&self, span: Duration) {
        let end = self.clock.now().plus(span);
        self.clock.set(end.minus(Duration::from_micros(1)));
    }
}
