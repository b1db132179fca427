//! What a page says of what became of its form.

use actix_web::HttpResponse;

use crate::html::{escape, page};
use crate::problem::{ErrorCode, Problem};
use crate::reply::form_page;

/// It worked.
pub(super) fn done(title: &str, words: &str) -> HttpResponse {
    let main = format!(
        "<h1>{}</h1>\n<div class=\"card\"><p>{}</p></div>",
        escape(title),
        escape(words)
    );
    form_page(page(title, &main))
}

/// A page about a link that does not do what it should, with what to do instead.
///
/// # Errors
/// The problem itself where a page of ours knows nothing better to say.
pub(super) fn refused(problem: Problem) -> Result<HttpResponse, Problem> {
    match problem.code() {
        code @ (ErrorCode::InvalidLink | ErrorCode::InactiveUser | ErrorCode::EmailTaken) => {
            Ok(done("This link does not work", code.advice()))
        }
        _ => Err(problem),
    }
}
