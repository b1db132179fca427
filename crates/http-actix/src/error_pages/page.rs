//! The words of the pages.

use std::fmt::Write;

use crate::html::{escape, page};
use crate::problem::ErrorCode;

/// All codes with their status and title.
pub(super) fn list() -> String {
    let mut rows = String::new();
    for code in ErrorCode::ALL {
        let (name, status, title) = (code.as_str(), code.status(), escape(code.title()));
        // Writing to a String cannot fail.
        let _ = write!(
            rows,
            "<tr><td>{status}</td><td><a href=\"/docs/errors/{name}\"><code>{name}</code></a></td><td>{title}</td></tr>"
        );
    }
    page(
        "Error codes",
        &format!("<h1>Error codes</h1>\n<div class=\"card\"><table>{rows}</table></div>"),
    )
}

/// One code: what it means and what to do.
pub(super) fn show(code: ErrorCode) -> String {
    let main = format!(
        "<span class=\"badge\">{}</span>\n<h1>{}</h1>\n<p class=\"faint\"><code>{}</code></p>\n\
         <div class=\"card\"><p>{}</p><p>{}</p></div>\n<p><a href=\"/docs/errors\">All error codes</a></p>",
        code.status(),
        escape(code.title()),
        code.as_str(),
        escape(code.detail()),
        escape(code.advice()),
    );
    page(code.title(), &main)
}
