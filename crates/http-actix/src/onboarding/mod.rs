//! Onboarding: questions that superusers look after, and the answers of each user.

mod answers;
mod errors;
mod given_answers;
mod question_bodies;
mod question_replies;
mod questions;
mod single;
mod user_info;

use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) use answers::AnswerPublic;

/// Adds the routes, below `/api/v1`.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(questions::list_questions)
        .service(questions::create_question)
        .service(single::read_question)
        .service(single::update_question)
        .service(single::delete_question)
        .service(user_info::create_user_info)
        .service(user_info::read_user_info)
        .service(user_info::update_user_info)
        .service(user_info::delete_user_info);
}
