//! Puts routes, settings, use cases and middleware together.

use std::sync::Arc;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::web::Data;
use actix_web::{App, Error};
use application::health::CheckReadiness;
use application::idempotency::IdempotencyKeys;
use application::limits::Limits;
use application::mail::SendTestMail;
use application::{
    RateGate, email_changes, exports, items, onboarding, operations, recovery, registrations,
    sessions, users,
};
use domain::ports::{IdGenerator, Mailbox};
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_actix_web::{AppExt, scope};

use crate::conventions::{Conventions, with_conventions};
use crate::limits::HANDLER_TIME;
use crate::openapi::{Features, RouteTable, ServedDocument, document};
use crate::rates::RateLimits;
use crate::settings::HttpSettings;
use crate::{
    admin, error_pages, health, login, mailbox, openapi, pages, private_users, records, utilities,
};

/// The use cases and ports that routes call. A missing one does not compile.
#[derive(Clone)]
pub struct Services {
    /// Registration in four steps.
    pub registrations: registrations::UseCases,
    /// Log-in, authentication, and what becomes of sessions.
    pub sessions: sessions::UseCases,
    /// Accounts.
    pub users: users::UseCases,
    /// Changes of addresses that are confirmed and can be taken back.
    pub email_changes: email_changes::UseCases,
    /// Password recovery.
    pub recovery: recovery::UseCases,
    /// Items.
    pub items: items::UseCases,
    /// Personal-data exports.
    pub exports: exports::UseCases,
    /// Questions for new users, and their answers.
    pub onboarding: onboarding::UseCases,
    /// What operators see and do.
    pub operations: operations::UseCases,
    /// Shows that mail works.
    pub test_mail: SendTestMail,
    /// Requests that may be sent twice.
    pub idempotency: IdempotencyKeys,
    /// Whether this instance should get requests.
    pub readiness: CheckReadiness,
    /// Makes request ids.
    pub ids: Arc<dyn IdGenerator>,
    /// The built-in mailbox; its routes exist only with one.
    pub mailbox: Option<Arc<dyn Mailbox>>,
    /// Counts the requests of limited routes.
    pub rate_gate: RateGate,
    /// How many of them are allowed.
    pub limits: Limits,
}

/// The whole HTTP interface, ready to be served by any number of workers.
#[derive(Clone)]
pub struct Api {
    settings: Arc<HttpSettings>,
    services: Services,
    features: Features,
    document: ServedDocument,
    table: Arc<RouteTable>,
}

impl Api {
    /// Makes the interface: the document of the routes that these settings ask for, and the table from it.
    #[must_use]
    pub fn new(settings: HttpSettings, services: Services) -> Self {
        let features = Features {
            docs: settings.docs_enabled,
            mailbox: services.mailbox.is_some(),
            private_users: settings.development,
        };
        let document = document(features, &settings.project_name);
        Self {
            settings: Arc::new(settings),
            services,
            features,
            document: ServedDocument::from(&document),
            table: Arc::new(RouteTable::new(&document)),
        }
    }

    /// The application, made anew for each worker that serves it.
    pub fn app(
        &self,
    ) -> App<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<BoxBody>,
            Error = Error,
            InitError = (),
        > + use<>,
    > {
        let features = self.features;
        let app = App::new().into_utoipa_app();
        let app = app
            .configure(|root| self.provide(root))
            .configure(|root| mount(root, features));
        with_conventions(app.into_app(), self.conventions())
    }

    fn conventions(&self) -> Conventions {
        Conventions {
            settings: Arc::clone(&self.settings),
            ids: Arc::clone(&self.services.ids),
            table: Arc::clone(&self.table),
            rates: self.rates(),
            lifecycle: self.services.readiness.lifecycle().clone(),
            handler_time: HANDLER_TIME,
        }
    }

    fn rates(&self) -> RateLimits {
        RateLimits {
            gate: self.services.rate_gate.clone(),
            limits: self.services.limits,
        }
    }

    /// Gives the handlers what they call.
    fn provide(&self, config: &mut ServiceConfig<'_>) {
        let services = self.services.clone();
        config
            .app_data(Data::new(services.registrations))
            .app_data(Data::new(services.sessions))
            .app_data(Data::from(Arc::clone(&self.settings)))
            .app_data(Data::new(services.users))
            .app_data(Data::new(services.email_changes))
            .app_data(Data::new(services.recovery))
            .app_data(Data::new(services.items))
            .app_data(Data::new(services.exports))
            .app_data(Data::new(self.rates()))
            .app_data(Data::new(services.onboarding))
            .app_data(Data::new(services.operations))
            .app_data(Data::new(services.test_mail))
            .app_data(Data::new(services.idempotency))
            .app_data(Data::new(services.readiness))
            .app_data(Data::new(self.document.clone()));
        if let Some(mailbox) = services.mailbox {
            config.app_data(Data::from(mailbox));
        }
    }
}

/// Every route there is, once: for the application and for the document.
pub(crate) fn mount(root: &mut ServiceConfig<'_>, features: Features) {
    let api = scope("/api/v1").configure(|v1| {
        crate::registrations::routes(v1);
        login::routes(v1);
        crate::sessions::routes(v1);
        records::routes(v1);
        crate::recovery::routes(v1);
        crate::users::routes(v1);
        crate::email_changes::routes(v1);
        crate::items::routes(v1);
        crate::exports::routes(v1);
        crate::onboarding::routes(v1);
        admin::routes(v1);
        utilities::routes(v1);
        if features.private_users {
            private_users::routes(v1);
        }
        if features.docs {
            openapi::routes(v1);
        }
    });
    root.service(api);
    pages::routes(root);
    health::routes(root);
    error_pages::routes(root);
    if features.docs {
        openapi::swagger_routes(root);
    }
    if features.mailbox {
        mailbox::routes(root);
    }
}
