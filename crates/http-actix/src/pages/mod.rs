//! The few pages that people meet: the start page, and those that links in mails lead to. They work without scripts.
//!
//! Opening a link consumes nothing, since mail scanners open it, too; sending the form that is shown does (F9r).

mod home;
mod link_query;
mod outcome;
mod reset_password;
mod undo_email_change;

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds the pages.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(home::show_home)
        .service(reset_password::show_form)
        .service(reset_password::submit_form)
        .service(undo_email_change::show_form)
        .service(undo_email_change::submit_form);
}
