//! Whether stored passwords can be compared with (B7).

use domain::page::{PageLimit, PageRequest};
use domain::ports::{PasswordHasher, StorageError, UserQueries};
use domain::user::UserSearch;

use super::Finding;
use crate::ServerBuilder;

const PASSWORDS: &str = "passwords";

/// A pepper that is wrong or missing on one instance refuses everybody there, with the answer for a wrong password (C1).
/// The newest accounts show it.
pub(super) async fn peppers(users: &dyn UserQueries, builder: &ServerBuilder) -> Finding {
    match newest(users, &*builder.password_hasher()).await {
        Ok(sample) => judge(&sample),
        Err(error) => Finding::warn(PASSWORDS, format!("{error}; see to the migrations first")),
    }
}

/// Whether each of the newest passwords can be compared with.
async fn newest(
    users: &dyn UserQueries,
    hasher: &dyn PasswordHasher,
) -> Result<Vec<bool>, StorageError> {
    let request = PageRequest::first(PageLimit::DEFAULT);
    let page = users.page(&UserSearch::default(), &request).await?;
    let mut sample = Vec::new();
    for user in &page.rows {
        let account = users.credentials_of(user.id).await?;
        if let Some(hash) = account.and_then(|account| account.password_hash) {
            sample.push(hasher.can_compare(&hash));
        }
    }
    Ok(sample)
}

fn judge(sample: &[bool]) -> Finding {
    let foreign = sample.iter().filter(|is_ours| !**is_ours).count();
    match (foreign, sample.len()) {
        (_, 0) => Finding::ok(PASSWORDS, "none yet"),
        (0, all) => Finding::ok(PASSWORDS, format!("the newest {all} can be checked")),
        (foreign, all) => Finding::fail(
            PASSWORDS,
            format!(
                "{foreign} of the newest {all} were set under another pepper; passwords.pepper must be what it was, and \
                 alike on every instance"
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // B7
    #[test]
    fn one_password_that_cannot_be_checked_is_wrong() {
        for (sample, begins) in [
            (&[][..], "ok "),
            (&[true, true], "ok "),
            (&[true, false], "fail"),
        ] {
            let line = judge(sample).to_string();
            assert!(line.starts_with(begins), "{line}");
        }
    }
}
